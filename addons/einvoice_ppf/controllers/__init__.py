from . import einvoice_webhook
