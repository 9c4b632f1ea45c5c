from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    _settle_cancelled(env)
    _install_above(env)


def _settle_cancelled(env):
    """Let documents whose bill is cancelled wait for nobody any more."""
    cancelled = [("state", "=", "to_check"), ("move_id.state", "=", "cancel")]
    env["einvoice.document"].search(cancelled)._settle()


def _install_above(env):
    """Install what is new above this addon and installs itself.

    Odoo does that when an addon is installed, not when it is updated.
    """
    fresh = env["ir.module.module"].search(
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
