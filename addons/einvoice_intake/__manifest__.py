{
    "name": "Supplier Invoices: Intake",
    "summary": "Receive, read, check and book supplier invoices: Factur-X, UBL, CII",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "Einvoice contributors",
    "license": "LGPL-3",
    "depends": ["einvoice_base"],
    "external_dependencies": {"python": ["lxml", "pypdf", "python-stdnum"]},
    "data": [
        # Security
        "security/ir.model.access.csv",
        "security/einvoice_intake_security.xml",
        # Data
        "data/ir_cron_data.xml",
        # Views
        "views/einvoice_document_views.xml",
        "views/account_move_views.xml",
        "views/einvoice_intake_menus.xml",
    ],
    "demo": ["demo/res_partner_demo.xml"],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "application": True,
}
