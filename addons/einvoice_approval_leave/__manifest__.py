{
    "name": "Supplier Invoices: Approval and Time Off",
    "summary": "Approvers on approved leave are away; a stand-in is proposed",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "Einvoice contributors",
    "license": "LGPL-3",
    "depends": ["einvoice_approval_hr", "hr_holidays"],
    "auto_install": True,
}
