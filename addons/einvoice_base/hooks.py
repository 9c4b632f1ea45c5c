from odoo.tools import SQL


def post_init_hook(env):
    """Leave the drafts that exist today to the old way of working."""
    env["account.move"].flush_model(["state", "move_type"])
    env.cr.execute(
        SQL(
            "UPDATE account_move SET einvoice_is_exempt = true "
            "WHERE state = 'draft' "
            "AND move_type IN ('in_invoice', 'in_refund', 'in_receipt')"
        )
    )
    env["account.move"].invalidate_model(["einvoice_is_exempt"])


def uninstall_hook(env):
    """Leave the journal of each company as a file; bills stay as they are."""
    env.cr.execute("DROP TABLE IF EXISTS einvoice_posting_slot")
    for company in env["res.company"].sudo().search([]):
        env["einvoice.event"].sudo()._seal(company)
        env["einvoice.event"].sudo()._keep_as_attachment(company)
