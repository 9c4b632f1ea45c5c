from . import test_connection, test_flows_in, test_life_cycle
