from . import einvoice_approval
from . import einvoice_original
from . import einvoice_sheet
