"""Why somebody is asked, in words."""

from __future__ import annotations

from collections.abc import Mapping

from odoo.addons.einvoice_base.domain.messages import mark as _

WHY: Mapping[str, str] = {
    "person": _("You are named in step “%(step)s”"),
    "group": _("You belong to the group of step “%(step)s”"),
    "manager": _("You are the manager of %(of)s"),
    "department_head": _("You are the head of %(of)s"),
    "analytic_owner": _("You look after %(of)s"),
    "buyer": _("You bought what is billed"),
    "fallback": _("You decide where the circuit finds nobody"),
    "single": _("You are the only approver of the company"),
    "handed_over": _("It was handed over to you"),
    "escalated": _("The time of the first approver is up"),
}

# The same of a third person, as a record says it for good.
WHY_RECORDED: Mapping[str, str] = {
    "person": _("named in the circuit"),
    "group": _("member of the group of the step"),
    "manager": _("manager of %(of)s"),
    "department_head": _("head of %(of)s"),
    "analytic_owner": _("in charge of %(of)s"),
    "buyer": _("bought what is billed"),
    "fallback": _("decides where the circuit finds nobody"),
    "single": _("only approver of the company"),
    "handed_over": _("handed over by a colleague"),
    "escalated": _("the time of the first approver was up"),
}

# Why somebody else was asked, as the journal says it.
REASSIGNED: Mapping[str, str] = {
    "handed_over": _("Handed over"),
    "escalated": _("The time was up"),
    "fallback": _("Nobody else could decide"),
}

# Parts of what is approved, see :mod:`.fingerprint`; and who decides.
PARTS: Mapping[str, str] = {
    "supplier": _("supplier"),
    "amounts": _("amounts"),
    "rest": _("rounding or typed VAT"),
    "account": _("bank account"),
    "due_date": _("due date"),
    "originals": _("original"),
    "line": _("lines"),
    "people": _("people who decide"),
    "company": _("company of the bill"),
}
