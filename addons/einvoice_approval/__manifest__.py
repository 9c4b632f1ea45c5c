{
    "name": "Supplier Invoices: Approval",
    "summary": "Circuits, decisions, delegation and reminders for supplier bills",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "Einvoice contributors",
    "license": "LGPL-3",
    "depends": ["einvoice_base", "resource"],
    "data": [
        # Security
        "security/ir.model.access.csv",
        "security/einvoice_approval_security.xml",
        # Data
        "data/mail_activity_type_data.xml",
        "data/ir_cron_data.xml",
        # Mail
        "views/einvoice_approval_mail_templates.xml",
        "views/einvoice_approval_page_templates.xml",
        # Wizards
        "wizard/einvoice_decision_reason_views.xml",
        "wizard/einvoice_simulation_views.xml",
        # Views
        "views/einvoice_decision_templates.xml",
        "views/einvoice_decision_views.xml",
        "views/einvoice_simulation_templates.xml",
        "views/einvoice_circuit_views.xml",
        "views/account_analytic_account_views.xml",
        "views/account_move_views.xml",
        "views/einvoice_approval_menus.xml",
        "views/einvoice_delegation_views.xml",
        "views/res_users_views.xml",
    ],
    "demo": ["demo/res_users_demo.xml", "demo/einvoice_circuit_demo.xml"],
    "assets": {
        "web.assets_backend": ["einvoice_approval/static/src/**/*"],
        "web.assets_tests": ["einvoice_approval/static/tests/tours/**/*"],
    },
    "uninstall_hook": "uninstall_hook",
}
