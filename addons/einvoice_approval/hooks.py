def uninstall_hook(env):
    """Ask nobody any more: an activity would outlive its type, and open to nothing.

    Bills, the holds on what was not approved, and the journal stay as they are.
    """
    kind = env.ref("einvoice_approval.mail_activity_type_approve", False)
    if kind:
        activities = env["mail.activity"].sudo().with_context(active_test=False)
        activities.search([("activity_type_id", "=", kind.id)]).unlink()
