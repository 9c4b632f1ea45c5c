from . import (
    test_call_back,
    test_connection,
    test_flows_in,
    test_life_cycle,
    test_uninstall,
)
