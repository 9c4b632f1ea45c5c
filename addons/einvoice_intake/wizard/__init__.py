from . import (
    einvoice_coding_file,
    einvoice_comparison,
    einvoice_document_by_hand,
    einvoice_document_duplicate,
    einvoice_document_reject,
    einvoice_document_supplier,
    einvoice_layout_file,
    einvoice_system_check,
    einvoice_system_check_company,
    einvoice_system_check_technical,
    einvoice_system_check_official,
    einvoice_system_check_pages,
)
