{
    "name": "Supplier Invoices: Approved Platform",
    "summary": "Receive invoices and exchange statuses with any plateforme agréée",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "Einvoice contributors",
    "license": "LGPL-3",
    "depends": ["einvoice_intake", "l10n_fr_account"],
    "external_dependencies": {"python": ["factur-x", "pyfrctc", "requests"]},
    "data": [
        # Security
        "security/ir.model.access.csv",
        "security/einvoice_ppf_security.xml",
        # Data
        "data/einvoice_pa_platform_data.xml",
        "data/ir_cron_data.xml",
        "data/einvoice_rule_data.xml",
        # Wizards
        "wizard/einvoice_status_answer_views.xml",
        # Views
        "views/account_move_views.xml",
        "views/res_partner_views.xml",
        "views/einvoice_pa_platform_views.xml",
        "views/einvoice_pa_connection_views.xml",
        "views/einvoice_flow_views.xml",
        "views/einvoice_ppf_menus.xml",
    ],
    "uninstall_hook": "uninstall_hook",
}
