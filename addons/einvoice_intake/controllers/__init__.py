from . import einvoice_inbox, einvoice_intake
