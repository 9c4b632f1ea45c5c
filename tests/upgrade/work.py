"""Goes on working in an upgraded database; runs in ``odoo shell``, keeps nothing."""

import importlib


def go_on(env):
    """Return what the addons of today make of what they found."""
    manager = _person(env, "manager")
    processor = _person(env, "processor")
    documents = processor["einvoice.document"].search([], order="id")
    answers = {
        "chains": _chains(env),
        "rules": _rules(env),
        "addons": _addons(env),
        "unread": _unread(env, documents),
        "unexplained": _unexplained(documents),
        "approval": _approve(env, manager),
        "again": _feed_again(documents),
        "received": _retry(documents.filtered(lambda each: each.state == "received")),
        "by_gate": _post_drafts(manager),
        "paid": _release_and_pay(manager),
    }
    env.cr.rollback()
    return answers


def _person(env, name):
    user = env["res.users"].search([("login", "=", f"upgrade_{name}")])
    context = {"allowed_company_ids": user.company_ids.ids, "lang": "fr_FR"}
    return env(user=user, context=context)


def _chains(env):
    verdicts = {}
    for company in env["res.company"].search([]):
        verdict = env["einvoice.event"].sudo()._verify(company)
        verdicts[company.name] = {
            "broken": verdict.broken is not None,
            "chained": verdict.checked,
            "unchained": verdict.unchained,
        }
    return verdicts


def _rules(env):
    """Name the rules that a company does not have, and those it should not have."""
    rules = env["einvoice.rule"].sudo()
    expected = set(rules._by_code())
    return {
        company.name: sorted(
            expected
            ^ set(rules.search([("company_id", "=", company.id)]).mapped("code"))
        )
        for company in env["res.company"].search([])
    }


def _addons(env):
    """Return the state of each of our addons, and whether it installs itself."""
    our_addons = importlib.import_module("our_addons")
    found = env["ir.module.module"].search([("name", "in", our_addons.names())])
    return {each.name: [each.state, bool(each.auto_install)] for each in found}


def _unread(env, documents):
    """Name what cannot be read or shown any more, with the error."""
    failed = []
    findings = documents.env["einvoice.finding"].search([])
    for records in (documents, documents.move_id, findings):
        try:
            records.read()
        except Exception as error:  # noqa: BLE001, any fault is the answer
            failed.append(f"{records._name}: {error!r}")
    for model in ("einvoice.document", "einvoice.finding", "einvoice.rule"):
        views = [(False, kind) for kind in ("list", "form", "search")]
        try:
            documents.env[model].get_views(views)
        except Exception as error:  # noqa: BLE001, any fault is the answer
            failed.append(f"views of {model}: {error!r}")
    return failed


def _unexplained(documents):
    """Name what waits without saying why, and findings without their sentence."""
    waiting = documents.filtered(lambda each: each.state in ("to_fix", "to_check"))
    gone = documents.env["einvoice.rule"].sudo()._by_code()
    unknown = documents.env["einvoice.finding"].search([("rule", "not in", [*gone])])
    return [each.name for each in waiting if not each.waiting_reason] + [
        each.rule for each in unknown
    ]


def _approve(env, manager):
    """Switch the approval on, route the drafts, approve one, and take it all back."""
    with env.cr.savepoint() as savepoint:
        answer = _approve_one(env, manager)
        env.flush_all()
        savepoint.rollback()
    # What the caches know of the circuit is gone with it.
    env.invalidate_all()
    env.registry.clear_all_caches()
    return answer


def _approve_one(env, manager):
    company = manager.company
    bills = [("move_type", "in", ("in_invoice", "in_refund"))]
    bills = manager["account.move"].search([*bills, ("company_id", "=", company.id)])
    drafts = bills.filtered(lambda each: each.state == "draft")
    approver = _approver(env, company)
    step = {"name": "Toutes", "user_ids": approver.ids}
    circuit = manager["einvoice.circuit"].create(
        {
            "name": "Factures",
            "fallback_user_id": approver.id,
            "step_ids": [(0, 0, step)],
        }
    )
    circuit.action_run()
    answer = {
        "drafts": len(drafts),
        "older": company._einvoice_exempt_count(),
        "asked_before_routing": len(drafts.filtered("einvoice_is_asked")),
    }
    circuit.action_route_drafts()
    sent = drafts.filtered(lambda each: each.einvoice_approval_state == "open")
    before = _standing(bills)
    chosen = sent[:1]
    decision = chosen.sudo().einvoice_decision_ids.filtered(
        lambda each: each.state == "open"
    )
    decision.with_user(approver).sudo(False).action_approve()
    after = _standing(bills - chosen)
    return {
        **answer,
        "left_after_routing": company._einvoice_exempt_count(),
        "sent": len(sent),
        "ended": [chosen.state, chosen.einvoice_approval_state],
        "changed": [key for key, what in after.items() if before[key] != what],
    }


def _approver(env, company):
    return env["res.users"].create(
        {
            "name": "Approbatrice",
            "login": "upgrade_approver",
            "company_id": company.id,
            "company_ids": [(6, 0, company.ids)],
            "group_ids": [(6, 0, env.ref("einvoice_base.group_approver").ids)],
        }
    )


def _standing(bills):
    """Return what each bill, and the document it came from, stands at."""
    return {
        bill.id: (
            bill.state,
            bill.payment_state,
            str(bill.amount_total),
            bill.einvoice_approval_state,
            bill.einvoice_document_id.state,
        )
        for bill in bills
    }


def _feed_again(documents):
    """Receive each original a second time; return what became of it."""
    arrival = importlib.import_module("odoo.addons.einvoice_intake.domain.arrival")
    ends = {}
    for document in documents.filtered("attachment_id"):
        file = arrival.ReceivedFile(name=document.name, content=document._original())
        # In a test nothing is committed on arrival, and nothing here shall be.
        copy = _uncommitted(document.env["einvoice.document"], file)
        ends[f"{document.id} {document.name}"] = [document.state, copy.state]
    return ends


def _uncommitted(model, file):
    module = importlib.import_module("odoo.modules.module")
    module.current_test = True
    try:
        return model._receive([file], "upload")
    finally:
        module.current_test = False


def _retry(documents):
    documents.sudo()._process()
    return {each.name: bool(each.move_id) for each in documents}


def _post_drafts(env):
    """Post each draft; the gate says of some why it does not."""
    exceptions = importlib.import_module("odoo.exceptions")
    drafts = env["account.move"].search(
        [("state", "=", "draft"), ("move_type", "in", ("in_invoice", "in_refund"))]
    )
    ends = {}
    for bill in drafts:
        stopped = bool(bill._einvoice_blockers("post"))
        try:
            with env.cr.savepoint():
                bill.action_post()
        except exceptions.UserError as error:
            ends[f"{bill.id} {bill.ref}"] = [stopped, bill.state, str(error)]
        else:
            ends[f"{bill.id} {bill.ref}"] = [stopped, bill.state, ""]
    return ends


def _release_and_pay(env):
    """Pay a held bill: refused, then released with a reason, and paid."""
    exceptions = importlib.import_module("odoo.exceptions")
    hold = env["einvoice.hold"].search(
        [
            ("cause", "=", "Coordonnées bancaires à confirmer"),
            ("account_number", "=", False),
        ]
    )
    bill = hold.move_id
    wizards = env["account.payment.register"].with_context(
        active_model="account.move", active_ids=bill.ids
    )
    try:
        with env.cr.savepoint():
            wizards.create({})._create_payments()
    except exceptions.UserError as error:
        refused = str(error)
    else:
        refused = ""
    hold.action_release("Confirmé au téléphone")
    wizards.create({})._create_payments()
    return [refused, bill.payment_state]
