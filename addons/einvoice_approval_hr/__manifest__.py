{
    "name": "Supplier Invoices: Approval by Managers",
    "summary": "Managers and departments in the approval of supplier bills",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "Einvoice contributors",
    "license": "LGPL-3",
    "depends": ["einvoice_approval", "hr"],
    "data": ["views/einvoice_circuit_step_views.xml"],
    "auto_install": True,
}
