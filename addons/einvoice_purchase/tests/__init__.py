from . import test_match_document
from . import test_match_orders
from . import test_match_peer
from . import test_match_repair
from . import test_match_tolerance
from . import test_match_bad_input
from . import test_security
from . import test_uninstall
