"""Approval goes from a database that used it; runs in ``odoo shell``."""

import work


def use(env):
    """Leave drafts that wait for an approval, and one that has it."""
    answer = work._approve_one(env, work._person(env, "manager"))
    kind = env.ref("einvoice_approval.mail_activity_type_approve")
    names = env["ir.model.data"].search(
        [("module", "=", "einvoice_approval"), ("model", "=", "res.partner")]
    )
    waiting = env["einvoice.decision"].search([("state", "=", "open")]).move_id
    env.cr.commit()
    return {
        **answer,
        "kind": str(kind.id),
        "demo": [str(key) for key in names.mapped("res_id")],
        "waiting": waiting.ids,
    }


def take_away(env, addon):
    """Uninstall the addon, as its button does."""
    found = env["ir.module.module"].search([("name", "=", addon)])
    found.button_immediate_uninstall()


def look(env, addon):
    """Return what the addon left, and how posting goes without it; keeps nothing."""
    manager = work._person(env, "manager")
    answers = {
        "names": env["ir.model.data"]
        .search([("module", "=like", f"{addon}%")])
        .mapped("name"),
        "columns": _columns(env),
        "activities": _dangling(env),
        "chains": work._chains(env),
        "unread": work._unread(env, manager["einvoice.document"].search([])),
        "by_gate": {
            name.partition(" ")[0]: error
            for name, (_stopped, _state, error) in work._post_drafts(manager).items()
        },
    }
    env.cr.rollback()
    return answers


def _columns(env):
    """Name the tables and columns of approval that are there."""
    env.cr.execute(
        """
        SELECT table_name || '.' || column_name FROM information_schema.columns
         WHERE table_schema = 'public'
           AND (table_name ~ '^einvoice_(round|decision|circuit|delegation|step)'
                OR table_name ~ '^einvoice_(assistant|approval|move_author)'
                OR column_name ~ '^einvoice_(approval|is_submitted|is_before)')
        """
    )
    return [name for (name,) in env.cr.fetchall()]


def _dangling(env):
    """Count activities whose type is gone."""
    env.cr.execute(
        "SELECT count(*) FROM mail_activity WHERE activity_type_id IS NULL"
        " OR activity_type_id NOT IN (SELECT id FROM mail_activity_type)"
    )
    return env.cr.fetchone()[0]
