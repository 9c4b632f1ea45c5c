from . import einvoice_match_pair
