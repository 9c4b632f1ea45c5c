from .models.einvoice_rule import ORDER_CODES


def uninstall_hook(env):
    """Take the open findings along, which nobody could settle any more.

    Bills, and their links to order lines, stay as they are: the links are Odoo's.
    """
    env["einvoice.finding"]._close_of(ORDER_CODES)
