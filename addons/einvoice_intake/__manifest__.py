{
    "name": "Supplier Invoices: Intake",
    "summary": "Read, check and book supplier invoices: Factur-X, UBL, CII, PDF, scans",
    "version": "19.0.1.2.0",
    "category": "Accounting/Accounting",
    "author": "Einvoice contributors",
    "license": "LGPL-3",
    "depends": ["einvoice_base"],
    "external_dependencies": {
        "python": ["lxml", "phonenumbers", "pypdf", "python-stdnum", "rapidfuzz"]
    },
    "data": [
        # Security
        "security/ir.model.access.csv",
        "security/einvoice_intake_security.xml",
        # Data
        "data/ir_cron_data.xml",
        "data/einvoice_rule_data.xml",
        # Wizards
        "wizard/einvoice_comparison_views.xml",
        "wizard/einvoice_document_by_hand_views.xml",
        "wizard/einvoice_document_duplicate_views.xml",
        "wizard/einvoice_document_reject_views.xml",
        "wizard/einvoice_document_supplier_views.xml",
        # Views
        "views/einvoice_sheet_templates.xml",
        "views/einvoice_document_views.xml",
        "views/einvoice_document_form_views.xml",
        "views/einvoice_document_actions.xml",
        "views/einvoice_official_views.xml",
        "views/einvoice_finding_views.xml",
        "views/einvoice_coding_views.xml",
        "views/account_move_views.xml",
        "views/res_config_settings_views.xml",
        "views/einvoice_layout_views.xml",
        "views/einvoice_intake_menus.xml",
    ],
    "demo": ["demo/res_partner_demo.xml"],
    "assets": {
        "web.assets_backend": [
            "einvoice_intake/static/src/inbox/**/*",
            "einvoice_intake/static/src/document/**/*",
            "einvoice_intake/static/src/review/review.scss",
            "einvoice_intake/static/src/review/**/*",
            "einvoice_intake/static/src/upload/**/*",
        ],
        "web.assets_tests": ["einvoice_intake/static/tests/tours/**/*"],
    },
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "application": True,
}
