from . import account_payment_register
from . import base_partner_merge
from . import einvoice_bank_call
from . import einvoice_event_check
from . import einvoice_reason
from . import einvoice_comparison
from . import einvoice_touchless_change
from . import einvoice_system_check
