from odoo.tools import SQL

from .models.einvoice_document_official import FOLDER


def post_init_hook(env):
    _purchase_journals(env)._einvoice_sync_alias()


def uninstall_hook(env):
    _purchase_journals(env)._einvoice_give_alias_back()
    _keep_originals(env)
    env["ir.config_parameter"].search([("key", "=", FOLDER)]).unlink()


def _purchase_journals(env):
    journals = env["account.journal"].with_context(active_test=False)
    return journals.search([("type", "=", "purchase"), ("alias_id", "!=", False)])


def _keep_originals(env):
    """Hang each original on its bill, or on its company: the law wants them kept.

    By SQL, because the ORM rightly refuses to touch an original.
    """
    env["einvoice.document"].flush_model()
    env["ir.attachment"].flush_model()
    env.cr.execute(
        SQL(
            """
            UPDATE ir_attachment AS file
               SET res_model = CASE WHEN document.move_id IS NULL
                                    THEN 'res.company' ELSE 'account.move' END,
                   res_id = COALESCE(document.move_id, document.company_id)
              FROM einvoice_document AS document
             WHERE document.attachment_id = file.id
            """
        )
    )
    env["ir.attachment"].invalidate_model(["res_model", "res_id"])
