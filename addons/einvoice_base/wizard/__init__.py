from . import account_payment_register
from . import einvoice_event_check
from . import einvoice_reason
from . import einvoice_rehearsal
