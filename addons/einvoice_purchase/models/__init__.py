from . import einvoice_match
from . import einvoice_match_memory
from . import einvoice_tolerance
from . import account_move
from . import account_move_screen
