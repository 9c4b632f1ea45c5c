from . import test_mail
from . import test_round
from . import test_security
from . import test_screens
from . import test_simulation
from . import test_tour_approval
from . import test_trace
from . import test_time
