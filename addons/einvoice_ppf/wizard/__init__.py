from . import einvoice_status_answer
