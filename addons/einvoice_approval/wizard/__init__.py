from . import einvoice_approval_assistant
from . import einvoice_approval_simulation
from . import einvoice_decision_reason
from . import einvoice_system_check
