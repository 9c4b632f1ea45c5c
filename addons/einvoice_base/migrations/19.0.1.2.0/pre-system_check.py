def migrate(cr, version):
    """Take the system check over from the intake, which made it: one page, one path."""
    cr.execute(
        """
        UPDATE ir_model_data SET module = 'einvoice_base'
         WHERE module = 'einvoice_intake'
           AND name IN (
                'einvoice_system_check_action',
                'einvoice_system_check_line_view_kanban',
                'einvoice_system_check_menu',
                'einvoice_system_check_view_form')
        """
    )
