"""What happens in a database of the release in the archive; runs in ``odoo shell``.

Written for that release alone: each state that a document, a finding, a hold or a bill
can be left in is brought about through the methods that people use. ``reading`` is not
among them: it never outlives a transaction.
"""

import importlib
from pathlib import Path

import demo_data

_REASON = "Vu avec le fournisseur"


def begin(env):
    """Leave a draft bill from before the suite; the addons are not installed yet."""
    bills = [("move_type", "=", "in_invoice")]
    env["account.move"].search(bills, limit=1).copy({"invoice_date": "2026-08-01"})
    env.cr.commit()


def live(env, samples):
    """Fill the database; ``samples`` is the folder of the release's sample invoices."""
    company = _make_company(env)
    people = _make_people(env, company)
    documents = _feed(people["processor"], Path(samples))
    _decide(people, documents)
    _arrive_otherwise(people, documents, Path(samples))
    _cancel_one_to_check(people, documents)
    _handle_bills(people, documents)
    _type_bills(people, company)
    env["einvoice.event"].sudo()._seal(company)
    # What was written since waits for its place in the chain.
    documents["16"].with_env(people["processor"]).action_take()
    documents["15"].with_env(people["processor"]).action_retry()
    env.cr.commit()


def _make_company(env):
    france, euro = env.ref("base.fr"), env.ref("base.EUR")
    (euro | env.ref("base.USD")).active = True
    # With an address Odoo would ask a service on the network who the company is.
    known = {name: text for name, text in demo_data.COMPANY.items() if name != "email"}
    company = env["res.company"].create(
        {**known, "country_id": france.id, "currency_id": euro.id}
    )
    env["account.chart.template"].try_loading("fr", company=company)
    env["res.currency.rate"].create(
        {
            "name": "2026-01-01",
            "currency_id": env.ref("base.USD").id,
            "company_id": company.id,
            "rate": 1.25,
        }
    )
    company.write(
        {
            "einvoice_tolerance_total": 0.05,
            "einvoice_mail_senders": "@papeterie.example",
        }
    )
    return company


def _make_people(env, company):
    people = {}
    for name, group in (
        ("processor", "account.group_account_manager"),
        ("manager", "account.group_validate_bank_account"),
        ("auditor", "base.group_user"),
    ):
        user = env["res.users"].create(
            {
                "name": name,
                "login": f"upgrade_{name}",
                "lang": "fr_FR",
                "company_id": company.id,
                "company_ids": [(6, 0, company.ids)],
                "group_ids": [
                    (4, env.ref(group).id),
                    (4, env.ref(f"einvoice_base.group_{name}").id),
                ],
            }
        )
        context = {"allowed_company_ids": company.ids, "lang": "fr_FR"}
        people[name] = env(user=user, context=context)
    return people


def _file(name, content, **facts):
    arrival = importlib.import_module("odoo.addons.einvoice_intake.domain.arrival")
    return arrival.ReceivedFile(name=name, content=content, **facts)


def _feed(env, samples):
    """Receive the samples; return their documents by the number in their name."""
    return {
        path.name[:2]: env["einvoice.document"]._receive(
            [_file(path.name, path.read_bytes())], "upload"
        )
        for path in sorted(samples.glob("*__*.*"))
    }


def _decide(people, documents):
    """Lift a finding, confirm one, and reject a document by hand."""
    processor, manager = people["processor"], people["manager"]
    documents["08"].with_env(processor)._open_findings().action_lift(_REASON)
    documents["10"].with_env(manager)._open_findings()[:1].action_confirm(_REASON)
    documents["12"].with_env(processor).action_reject("Pour une autre société")


def _arrive_otherwise(people, documents, samples):
    """Receive copies, a mail of a stranger, a call of a program, and an unread file."""
    channels = importlib.import_module("odoo.addons.einvoice_intake.domain.channels")
    receive = people["processor"]["einvoice.document"]._receive
    stranger = "inconnu@ailleurs.example"
    doubt = channels.SENDER_NOT_ALLOWED.finding(sender=stranger)
    invoice = (samples / "04_cii_services__booked.xml").read_bytes()
    rejected = documents["12"]._original()
    receive([_file("copie.xml", invoice)], "mail")
    receive([_file("encore.xml", rejected)], "upload")
    receive(
        [_file("autre.xml", invoice + b"\n", sender=stranger, finding=doubt)], "mail"
    )
    receive([_file("api.xml", b"<?xml version='1.0'?><a/>", request="api:1:2")], "api")
    number = documents["04"].number.encode()
    dollars = invoice.replace(number, b"FV-2026-7776").replace(b"EUR", b"USD")
    receive([_file("dollars.xml", dollars)], "upload")
    later = invoice.replace(number, b"FV-2026-7777")
    receive([_file("plus_tard.xml", later)], "folder", at_once=0)


def _cancel_one_to_check(people, documents):
    """Cancel the bill of a document while a finding stands against it."""
    wrong = documents["10"]
    content = wrong._original().replace(wrong.number.encode(), b"PR-4712")
    receive = people["processor"]["einvoice.document"]._receive
    document = receive([_file("annulee.xml", content)], "upload")
    document.with_env(people["manager"]).move_id.button_cancel()


def _handle_bills(people, documents):
    """Post, pay, hold, cancel and delete bills made from documents."""
    manager = people["manager"]
    bills = {
        number: document.move_id.with_env(manager)
        for number, document in documents.items()
        if document.move_id
    }
    (bills["01"] | bills["02"] | bills["04"] | bills["08"]).action_post()
    _pay(bills["01"])
    # A person stands for this account, and it was never paid yet.
    bills["02"].partner_id.bank_ids.sudo().allow_out_payment = True
    bills["02"]._einvoice_hold("Coordonnées bancaires à confirmer")
    released = bills["04"]._einvoice_hold("Litige sur la livraison")
    released.with_env(manager).action_release(_REASON)
    bills["05"].button_cancel()
    bills["06"].unlink()


def _pay(bill):
    wizard = bill.env["account.payment.register"].with_context(
        active_model="account.move", active_ids=bill.ids
    )
    wizard.create({})._create_payments()


def _type_bills(people, company):
    """Type a bill by hand, one right and one wrong, and one from a page."""
    env = people["manager"]
    supplier = env.ref("einvoice_intake.partner_carrier")
    taxes = company.account_purchase_tax_id
    line = {"name": "Transport", "quantity": 1, "price_unit": 100.0}
    line["tax_ids"] = [(6, 0, taxes.ids)]
    vals = {
        "move_type": "in_invoice",
        "partner_id": supplier.id,
        "invoice_date": "2026-09-01",
        "invoice_line_ids": [(0, 0, line)],
    }
    good, wrong = env["account.move"].create(
        [{**vals, "ref": "MAIN-1"}, {**vals, "ref": "MAIN-2"}]
    )
    good.action_post()
    tax = wrong.line_ids.filtered("tax_line_id")[:1]
    payable = wrong.line_ids.filtered(lambda each: each.display_type == "payment_term")
    wrong.write(
        {
            "line_ids": [
                (1, tax.id, {"amount_currency": 40.0}),
                (1, payable.id, {"amount_currency": -140.0}),
            ]
        }
    )
    wrong.action_einvoice_check()
    page = people["processor"]["einvoice.document"].search(
        [("name", "=like", "16_%"), ("company_id", "=", company.id)]
    )
    page._book_by_hand({"move_type": "in_invoice", "partner_id": supplier.id})
