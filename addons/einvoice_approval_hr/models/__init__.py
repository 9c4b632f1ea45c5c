from . import account_move
from . import einvoice_circuit_step
from . import res_users
