{
    "name": "Supplier Invoices: Base",
    "summary": "Journal, findings, gate and payment holds of supplier bills",
    "version": "19.0.1.1.0",
    "category": "Accounting/Accounting",
    "author": "Einvoice contributors",
    "license": "LGPL-3",
    "depends": ["account", "account_edi_ubl_cii"],
    "external_dependencies": {"python": ["phonenumbers", "python-stdnum"]},
    "data": [
        # Security
        "security/einvoice_base_groups.xml",
        "security/ir.model.access.csv",
        "security/einvoice_base_security.xml",
        # Data
        "data/ir_cron_data.xml",
        "data/einvoice_rule_data.xml",
        "data/mail_activity_type_data.xml",
        # Wizards
        "wizard/einvoice_reason_views.xml",
        "wizard/einvoice_event_check_views.xml",
        "wizard/einvoice_touchless_change_views.xml",
        # Views
        "views/einvoice_event_views.xml",
        "views/einvoice_finding_views.xml",
        "views/einvoice_hold_views.xml",
        "views/einvoice_rule_views.xml",
        "views/einvoice_bank_confirmation_views.xml",
        "views/einvoice_rehearsal_views.xml",
        "views/einvoice_touchless_views.xml",
        "views/einvoice_comparison_templates.xml",
        "views/einvoice_duplicate_views.xml",
        "views/account_move_views.xml",
        "views/res_config_settings_views.xml",
        "views/einvoice_base_menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "einvoice_base/static/src/finding/**/*",
            "einvoice_base/static/src/comparison/**/*",
            "einvoice_base/static/src/original/**/*",
        ],
        "web.assets_tests": ["einvoice_base/static/tests/tours/**/*"],
    },
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
