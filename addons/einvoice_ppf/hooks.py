from .domain.life_cycle_rules import RULES


def uninstall_hook(env):
    """Take the open findings along, which nobody could settle any more.

    Bills and received originals stay as they are; holds on payments are base's.
    """
    env["einvoice.finding"]._close_of(rule.code for rule in RULES)
