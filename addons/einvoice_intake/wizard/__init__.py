from . import (
    einvoice_document_by_hand,
    einvoice_document_duplicate,
    einvoice_document_reject,
    einvoice_document_supplier,
)
