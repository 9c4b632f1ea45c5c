"""How long something has waited, in words."""

from odoo import fields


def age_label(env, since):
    """Return the days since a moment as a person says them."""
    days = (fields.Datetime.now() - since).days if since else 0
    if days <= 0:
        return env._("today")
    if days == 1:
        return env._("1 day")
    return env._("%(days)s days", days=days)
