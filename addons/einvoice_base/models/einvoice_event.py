import json
from decimal import Decimal

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date, formatLang

from ..domain import chain
from ..domain.errors import DomainError
from ..domain.events import EventKind, checked_payload
from ..domain.iban import hidden
from ..domain.phones import spoken
from ._translation import number_words, translated, user_error

# The actor of what no person did; screens say it in the reader's language.
SYSTEM = "system"
_CALLS = (EventKind.ACCOUNT_CALLED.value, EventKind.ACCOUNT_CONFIRMED.value)
_ORDERED = (EventKind.MATCHED.value, EventKind.PAIRED.value)


class EinvoiceEvent(models.Model):
    _name = "einvoice.event"
    _description = "Supplier invoice event"
    _order = "id desc"
    _rec_name = "kind"
    # The default columns are foreign keys to users; the actor is kept as text.
    _log_access = False

    company_key = fields.Integer(required=True, readonly=True, copy=False)
    company_name = fields.Char(string="Company", readonly=True, copy=False)
    time = fields.Datetime(required=True, readonly=True, copy=False)
    actor = fields.Char(required=True, readonly=True, copy=False)
    is_person = fields.Boolean(string="By a person", readonly=True, copy=False)
    kind = fields.Selection(
        selection=[
            ("received", "Received"),
            ("read", "Read"),
            ("unreadable", "Unreadable"),
            ("failed", "Failed"),
            ("retried", "Retried"),
            ("booked", "Booked"),
            ("duplicate", "Duplicate"),
            ("rejected", "Rejected"),
            ("supplier_found", "Supplier found"),
            ("supplier_created", "Supplier created"),
            ("field_corrected", "Field corrected"),
            ("reviewed", "Reviewed"),
            ("finding_opened", "Finding opened"),
            ("finding_lifted", "Finding lifted"),
            ("finding_confirmed", "Finding confirmed"),
            ("finding_closed", "Finding gone"),
            ("held", "Payment held"),
            ("released", "Payment released"),
            ("paid_while_held", "Paid while held"),
            ("routed", "Routed"),
            ("reassigned", "Reassigned"),
            ("decided", "Decision taken"),
            ("asked", "Question asked about a bill"),
            ("answered", "Question answered"),
            ("stand_in", "Stand-in named or changed"),
            ("in_process", "In process"),
            ("question", "Question to the supplier"),
            ("disputed", "Disputed"),
            ("suspended", "Suspended"),
            ("partly_approved", "Partly approved"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("posted", "Posted"),
            ("reset", "Reset to draft"),
            ("cancelled", "Cancelled"),
            ("paid", "Paid"),
            ("sealed", "Sealed"),
            ("original_replaced", "Original replaced"),
            ("drafts_gated", "Existing drafts routed"),
            ("verified", "Officially checked"),
            ("account_asked", "Bank account to confirm"),
            ("account_called", "Supplier called back"),
            ("account_confirmed", "Bank account confirmed"),
            ("account_refused", "Bank account refused"),
            ("holder_renamed", "Holder of a bank account renamed"),
            ("matched", "Matched with orders"),
            ("paired", "Line paired by hand"),
            ("touchless", "Posted without a touch"),
            ("rule_changed", "Rule changed"),
            ("rehearsed", "Rules rehearsed"),
        ],
        string="What",
        required=True,
        readonly=True,
        copy=False,
    )
    move_id = fields.Integer(string="Bill key", index=True, readonly=True, copy=False)
    move_name = fields.Char(string="Bill", readonly=True, copy=False)
    who = fields.Char(compute="_compute_who")
    summary = fields.Char(string="Details", compute="_compute_summary")
    # From the payload, so that the events of a rule are found by an index.
    rule = fields.Char(string="Rule", readonly=True, copy=False)
    payload = fields.Text(string="Data", required=True, readonly=True, copy=False)
    text = fields.Text(string="Sealed text", required=True, readonly=True, copy=False)
    position = fields.Integer(string="Place", readonly=True, copy=False)
    sha256 = fields.Char(string="SHA-256", size=64, readonly=True, copy=False)
    sealed_at = fields.Datetime(string="Chained on", readonly=True, copy=False)

    _chain_unique = models.UniqueIndex(
        "(company_key, position) WHERE position IS NOT NULL",
        "The journal has two lines at one place.",
    )
    _unchained_idx = models.Index("(company_key, id) WHERE position IS NULL")
    _company_time_idx = models.Index("(company_key, time)")
    _rule_idx = models.Index("(company_key, rule, kind, time) WHERE rule IS NOT NULL")

    def _init_column(self, column_name):
        if column_name != "rule":
            return super()._init_column(column_name)
        # Lines of before the column; what they say is in their payload.
        self.env.cr.execute(
            SQL(
                "UPDATE einvoice_event SET rule = payload::jsonb ->> 'rule' "
                "WHERE rule IS NULL AND payload LIKE %s",
                '%"rule":%',
            )
        )
        return None

    @api.depends("actor", "is_person")
    @api.depends_context("lang")
    def _compute_who(self):
        for event in self:
            is_system = event.actor == SYSTEM and not event.is_person
            event.who = self.env._("The system") if is_system else event.actor

    @api.depends("payload")
    @api.depends_context("lang")
    def _compute_summary(self):
        rules = self.env["einvoice.rule"]._by_code()
        for event in self:
            payload = json.loads(event.payload or "{}")
            event.summary = " · ".join(event._summary_parts(payload, rules))

    def _summary_parts(self, payload, rules):
        """Return what a reader of the list wants from the payload, in his language."""
        yield from self._summary_why(payload, rules)
        yield from self._summary_account(payload)
        for name in ("comment", "field"):
            if payload.get(name):
                yield str(payload[name])
        if self.kind in _ORDERED:
            yield from self._summary_orders(payload)
        else:
            yield from self._summary_change(payload)
            if payload.get("count") is not None:
                yield str(payload["count"])
        if payload.get("open_findings"):
            yield self._findings_words(payload["open_findings"], rules)
        if payload.get("supplier"):
            yield payload["supplier"]
        if amount := self._amount_words(payload):
            yield amount
        if payload.get("due_date"):
            yield self.env._(
                "due %(date)s", date=format_date(self.env, payload["due_date"])
            )

    def _findings_words(self, codes, rules):
        """Say which findings stood open when the bill was posted."""
        titles = [
            translated(self.env, rules[code].addon, rules[code].title)
            if code in rules
            else code
            for code in codes
        ]
        return self.env._("findings still open: %(titles)s", titles=titles)

    def _summary_account(self, payload):
        """Return which account it is about, and who was reached on which number."""
        if payload.get("account"):
            yield hidden(str(payload["account"]))
        number, person = payload.get("number"), payload.get("person")
        if not (self.kind in _CALLS and number):
            return
        if self.kind == EventKind.ACCOUNT_CONFIRMED.value:
            yield self.env._(
                "after %(caller)s called %(number)s and spoke to %(person)s",
                caller=payload.get("caller") or "–",
                number=spoken(str(number)),
                person=person or "–",
            )
        else:
            yield self.env._(
                "%(number)s called, spoke to %(person)s",
                number=spoken(str(number)),
                person=person or "–",
            )

    def _summary_orders(self, payload):
        """Return the orders that lines were paired with; “never ordered” is said."""
        if orders := payload.get("orders"):
            yield ", ".join(dict.fromkeys(map(str, orders)))
        if payload.get("count") is not None:
            yield self.env._("lines: %(count)s", count=payload["count"])
        if payload.get("line"):
            yield str(payload["line"])
        if self.kind == EventKind.PAIRED.value:
            after = payload.get("after") or self.env._("never ordered")
            before = payload.get("before")
            yield f"{before} → {after}" if before else after

    def _amount_words(self, payload):
        """Return the amount as the reader writes it, in its own currency if it says."""
        if not payload.get("amount"):
            return ""
        amount = Decimal(payload["amount"])
        digits = max(0, -amount.as_tuple().exponent)
        shown = formatLang(self.env, float(amount), digits=digits)
        return "\N{NO-BREAK SPACE}".join(filter(None, (shown, payload.get("currency"))))

    def _summary_change(self, payload):
        before, after = payload.get("before"), payload.get("after")
        if isinstance(after, dict):
            yield from self.env["einvoice.rule"]._change_words(before or {}, after)
        elif setting := self.env["res.company"]._fields.get(payload.get("rule")):
            yield self.env._(
                "%(setting)s: %(before)s → %(after)s",
                setting=setting._description_string(self.env),
                before=self._setting_words(setting, before),
                after=self._setting_words(setting, after),
            )
        elif before or after:
            yield f"{before or '–'} → {after or '–'}"

    def _setting_words(self, setting, value):
        """Return a setting of the company, kept as text, as the reader writes it."""
        if setting.type == "float" and value:
            return number_words(self.env, value)
        if setting.type == "boolean":
            return self.env._("yes") if value == "True" else self.env._("no")
        return value or "–"

    def _summary_why(self, payload, rules):
        """Return the rule and the cause; a cause that is a rule by its title."""
        if rule := rules.get(payload.get("rule")):
            yield translated(self.env, rule.addon, rule.title)
        if rule := rules.get(payload.get("cause")):
            yield translated(self.env, rule.addon, rule.title)
        elif payload.get("cause") and self.kind != EventKind.ACCOUNT_CONFIRMED.value:
            # What an older event of the kind quotes, the caller said, not its actor.
            yield self._cause_words(payload["cause"])

    def _cause_words(self, cause):
        """Return a cause in words; what a person wrote is in words already.

        Addons add the causes that they note.
        """
        words = {
            "deleted": self.env._("deleted"),
            "settings": self.env._("by the settings"),
            "finding": self.env._("because of a finding"),
            "person": self.env._("by a person"),
        }
        return words.get(str(cause), str(cause))

    # The catalogue decides in `create` itself; no group has the right to create, so
    # only code of the suite gets here.
    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        now = fields.Datetime.now()
        return super().create([self._line(vals, now) for vals in vals_list])

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("The journal is append-only: nothing is changed."))

    # At uninstall too: a client can pass the context key that tells an uninstallation.
    @api.ondelete(at_uninstall=True)
    def _unlink_never(self):
        raise UserError(self.env._("The journal is append-only: nothing is deleted."))

    @api.model
    def _subjects(self) -> tuple[str, ...]:
        """Return the names of what an event may be about.

        A subject ``move`` has the columns ``move_id`` (integer) and ``move_name``
        and is given to :meth:`_emit` as ``move=record``; its model has a method
        ``_einvoice_label``. Addons extend it: ``(*super()._subjects(), "document")``.
        """
        return ("move",)

    @api.model
    def _emit(self, kind, payload, company=None, **subjects):
        """Write one event in the transaction of the fact; see :meth:`_emit_all`."""
        return self._emit_all([(kind, payload, subjects)], company=company)

    @api.model
    def _emit_all(self, facts, company=None):
        """Write many events with one INSERT.

        Args:
            facts: Tuples of kind, payload (mapping of plain values, dates and
                Decimals) and subjects (name to record).
            company: Where the subjects have none; else the user's.

        The actor is the user of this environment. What the system establishes on
        its own is emitted ``with_user(SUPERUSER_ID)``, also in a person's request.
        """
        return self.sudo().create(
            [
                self._columns(kind, payload, company, subjects)
                for kind, payload, subjects in facts
            ]
        )

    @api.model
    def _columns(self, kind, payload, company, subjects):
        vals = {"kind": kind, "payload": payload}
        for name, record in subjects.items():
            if not record:
                continue
            company = company or record.sudo().company_id
            vals[f"{name}_id"] = record.id
            vals[f"{name}_name"] = record.sudo()._einvoice_label()
        company = (company or self.env.company).sudo()
        return {**vals, "company_key": company.id, "company_name": company.name}

    @api.model
    def _line(self, vals, now):
        """Return the columns of a new line: what is given, and what cannot be."""
        given = {"kind", "payload", "company_key", "company_name"}
        for name in self._subjects():
            given |= {f"{name}_id", f"{name}_name"}
        if vals.keys() - given:
            raise UserError(
                self.env._(
                    "The journal writes %(fields)s itself.",
                    fields=", ".join(sorted(vals.keys() - given)),
                )
            )
        try:
            payload = checked_payload(vals.get("kind") or "", vals.get("payload") or {})
        except DomainError as error:
            raise user_error(self.env, error) from error
        user = self.env.user
        is_person = user.id != SUPERUSER_ID and not user._is_public()
        line = {
            **vals,
            "payload": payload,
            "rule": json.loads(payload).get("rule"),
            "time": now,
            "actor": f"{user.name} ({user.login})" if is_person else SYSTEM,
            "is_person": is_person,
        }
        return {**line, "text": chain.canonical(self._facts(line))}

    @api.model
    def _fact_names(self):
        names = ["kind", "time", "actor", "is_person", "company_key", "company_name"]
        for subject in self._subjects():
            names += [f"{subject}_id", f"{subject}_name"]
        return [*names, "payload"]

    @api.model
    def _facts(self, line):
        """Return the facts of a line as text; what is empty is left out."""
        facts = {name: line[name] for name in self._fact_names() if line.get(name)}
        facts["time"] = f"{line['time'].isoformat()}Z"
        facts["is_person"] = "true" if line["is_person"] else "false"
        return {name: str(value) for name, value in facts.items()}
