from odoo import api, fields, models
from odoo.fields import Domain

from ..domain.gate import Blocker
from ..domain.status_reasons import STATUS_REASONS, Status
from ._age import age_label
from ._translation import translated
from .einvoice_rule import TOPICS

_TOPIC_ORDER = [topic for topic, _label in TOPICS]


class EinvoiceFinding(models.Model):
    """What a screen shows of a finding, beside its sentences."""

    _inherit = "einvoice.finding"

    title = fields.Char(search="_search_title")
    topic_heading = fields.Char(compute="_compute_topic_heading")
    place_label = fields.Char(string="About", compute="_compute_place_label")
    is_decidable = fields.Boolean(compute="_compute_is_decidable")
    is_waiting = fields.Boolean(
        compute="_compute_is_waiting", search="_search_is_waiting"
    )
    age_label = fields.Char(string="Since", compute="_compute_age_label")
    owner_label = fields.Char(string="With", compute="_compute_owner_label")
    reason_code = fields.Char(string="Status reason", compute="_compute_reason")
    reason_label = fields.Char(string="What it justifies", compute="_compute_reason")

    @api.depends("state", "severity", "tried_severity", "move_id.state")
    def _compute_is_waiting(self):
        waiting = self.sudo().filtered_domain(self._waiting_domain())
        for finding in self:
            finding.is_waiting = finding in waiting

    @api.model
    def _search_is_waiting(self, operator, value):
        if operator != "in":
            return NotImplemented
        waiting = self._waiting_domain()
        return waiting if True in value else ~waiting

    @api.model
    def _waiting_domain(self):
        """Return the findings that somebody has to answer.

        On a draft all of them but information; once it is posted, what stops its
        payment. Addons narrow it.
        """
        to_answer = Domain("state", "!=", "lifted") & Domain("severity", "!=", "inform")
        unpaid = (
            Domain("severity", "=", "block")
            & Domain("move_id.state", "=", "posted")
            & Domain("move_id.payment_state", "not in", ("paid", "reversed"))
        )
        return to_answer & (
            Domain("move_id", "=", False)
            | Domain("move_id.state", "=", "draft")
            | unpaid
        )

    @api.model
    def _search_title(self, operator, value):
        codes = self.env["einvoice.rule"]._codes_titled(operator, value)
        return NotImplemented if codes is None else [("rule", "in", codes)]

    @api.model
    def formatted_read_group(self, domain, groupby=(), aggregates=(), **kwargs):
        """Name the rules on screens, where their code says little."""
        groups = super().formatted_read_group(domain, groupby, aggregates, **kwargs)
        if list(groupby) == ["rule"] and self.env.context.get("read_group_expand"):
            titles = self.env["einvoice.rule"]._titles()
            for group in groups:
                group["rule"] = titles.get(group["rule"], group["rule"])
        return groups

    def _as_blockers(self):
        """Return the sentences and advice of these findings, in their order."""
        return [
            Blocker(finding.rule, finding.message or "", finding.advice or "")
            for finding in self
        ]

    def _sections(self):
        """Return these findings by topic, what stops most in front.

        Returns:
            Pairs of topic and its findings, in the order in which they are shown.
        """
        ordered = self.sorted(lambda each: (each.rank, each.id))
        by_topic = ordered.grouped("topic")

        def place(topic):
            known = _TOPIC_ORDER.index(topic) if topic else len(_TOPIC_ORDER)
            return (by_topic[topic][:1].rank, known)

        return [(topic, by_topic[topic]) for topic in sorted(by_topic, key=place)]

    def _in_sections(self):
        """Return these findings in the order in which they are shown."""
        return self.browse(
            finding.id for _topic, findings in self._sections() for finding in findings
        )

    @api.depends("topic", "rank", "tried_severity")
    @api.depends_context("lang", "einvoice_subject")
    def _compute_topic_heading(self):
        """Name the topic over the first finding of each, among those shown together.

        The screen says in its context which field of a finding leads to it.
        """
        self.topic_heading = False
        subject = self.env.context.get("einvoice_subject")
        if subject not in self._subject_fields():
            return
        names = dict(self._fields["topic"]._description_selection(self.env))
        together = self.search([(subject, "in", self[subject].ids)])
        for shown in together.grouped(
            lambda each: (each[subject], bool(each.tried_severity))
        ).values():
            for topic, findings in shown._sections():
                if findings[0] in self:
                    findings[0].topic_heading = names.get(topic)

    @api.depends("move_id")
    @api.depends_context("lang")
    def _compute_place_label(self):
        for finding in self:
            # A name, to whoever may read the finding.
            finding.place_label = finding.sudo()._place().display_name

    @api.depends("can_lift", "severity", "move_id.state")
    @api.depends_context("uid")
    def _compute_is_decidable(self):
        """Offer a decision where one helps; addons narrow it."""
        for finding in self:
            may = finding.can_lift and finding.severity != "inform"
            finding.is_decidable = may and finding.sudo().move_id.state != "cancel"

    @api.depends("create_date")
    @api.depends_context("lang")
    def _compute_age_label(self):
        for finding in self:
            finding.age_label = age_label(self.env, finding.create_date)

    @api.depends("owner_user_id", "owner_role")
    @api.depends_context("lang")
    def _compute_owner_label(self):
        roles = dict(self._fields["owner_role"]._description_selection(self.env))
        for finding in self:
            # A name, to whoever may read the finding.
            owner = finding.sudo().owner_user_id.name
            finding.owner_label = owner or roles[finding.owner_role]

    @api.depends("rule")
    @api.depends_context("lang")
    def _compute_reason(self):
        rules = self.env["einvoice.rule"]._by_code()
        for finding in self:
            rule = rules.get(finding.rule)
            finding.reason_code = rule.reason if rule else False
            finding.reason_label = finding._reason_words()

    def _reason_words(self):
        """Say what the finding would justify towards the supplier."""
        reason = STATUS_REASONS.get(self.reason_code)
        if reason is None:
            return False
        facts = {
            "code": self.reason_code,
            "label": translated(self.env, "einvoice_base", reason.label),
        }
        if reason.strongest is Status.REFUSED:
            return self.env._(
                "Justifies a refusal (210), reason %(code)s: %(label)s", **facts
            )
        if reason.strongest is Status.DISPUTED:
            return self.env._(
                "Justifies a dispute (207), reason %(code)s: %(label)s", **facts
            )
        return self.env._(
            "Justifies a suspension (208), reason %(code)s: %(label)s", **facts
        )
