{
    "name": "Supplier Invoices: Approved Platform",
    "summary": "Receive invoices and exchange statuses with any plateforme agréée",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "Einvoice contributors",
    "license": "LGPL-3",
    "depends": ["einvoice_intake", "l10n_fr_account"],
}
