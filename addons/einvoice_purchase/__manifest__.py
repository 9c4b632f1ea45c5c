{
    "name": "Supplier Invoices: Orders",
    "summary": "Compare supplier bills with purchase orders and receipts",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "Einvoice contributors",
    "license": "LGPL-3",
    "depends": ["einvoice_intake", "purchase"],
    "external_dependencies": {"python": ["rapidfuzz"]},
    "data": [
        # Security
        "security/ir.model.access.csv",
        "security/einvoice_purchase_security.xml",
        # Data
        "data/einvoice_rule_data.xml",
        # Wizards
        "wizard/einvoice_match_pair_views.xml",
        # Views
        "views/einvoice_match_views.xml",
        "views/account_move_views.xml",
    ],
    "demo": ["demo/purchase_order_demo.xml"],
    "assets": {
        "web.assets_tests": ["einvoice_purchase/static/tests/tours/**/*"],
    },
    "uninstall_hook": "uninstall_hook",
    "auto_install": True,
}
