def post_init_hook(env):
    _purchase_journals(env)._einvoice_sync_alias()


def uninstall_hook(env):
    _purchase_journals(env)._einvoice_give_alias_back()


def _purchase_journals(env):
    journals = env["account.journal"].with_context(active_test=False)
    return journals.search([("type", "=", "purchase"), ("alias_id", "!=", False)])
