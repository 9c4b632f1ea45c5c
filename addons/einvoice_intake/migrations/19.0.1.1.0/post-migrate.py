from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Install what is new above this addon and installs itself.

    Odoo does that when an addon is installed, not when it is updated.
    """
    modules = api.Environment(cr, SUPERUSER_ID, {})["ir.module.module"]
    fresh = modules.search(
        [
            ("state", "=", "uninstalled"),
            ("auto_install", "=", True),
            ("dependencies_id.name", "=", "einvoice_intake"),
        ]
    )
    fresh.filtered(_is_ready).button_install()


def _is_ready(module):
    needed = module.dependencies_id.filtered("auto_install_required")
    states = set(needed.mapped("state"))
    return states <= {"installed", "to upgrade", "to install"}
