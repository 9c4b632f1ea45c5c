from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.einvoice_base.domain.events import EventKind
from odoo.addons.einvoice_base.models._case import Case
from odoo.addons.einvoice_base.models._translation import in_language, translated

from ..domain.buyer import Addressee
from ..domain.paper.corrections import Corrections, corrected
from ..domain.paper.outcomes import outcomes
from ..domain.paper.review_fields import (
    BY_PATH,
    doubts,
    gap_of_totals,
    label_of,
    lines_sum,
    sums_that_fail,
)
from ._review import ADDON, Review

# A larger number is no id of a record.
MOST_ID = 2**31


class EinvoiceDocument(models.Model):
    """A person looks at what was read of a page, beside the page."""

    _inherit = "einvoice.document"

    reviewed_at = fields.Datetime(string="Reviewed on", readonly=True, copy=False)
    reviewed_by_id = fields.Many2one(
        "res.users", string="Reviewed by", readonly=True, copy=False
    )
    is_reviewable = fields.Boolean(
        compute="_compute_is_reviewable", search="_search_is_reviewable"
    )

    @api.depends("state", "is_paged", "move_id")
    def _compute_is_reviewable(self):
        for document in self:
            document.is_reviewable = (
                document.is_paged
                and document.state == "to_fix"
                and not document.move_id
            )

    @api.model
    def _search_is_reviewable(self, operator, value):
        if operator != "in":
            return NotImplemented
        return (
            Domain("is_paged", "=", True)
            & Domain("state", "=", "to_fix")
            & Domain("move_id", "=", False)
        )

    def review_load(self):
        """Return everything that the review screen shows of one document."""
        self.ensure_one()
        self._check_processor()
        document = self.sudo()
        reading, refused = document._reviewed(Corrections())
        review = Review(document, reading, refused)
        currency = document.currency_id or document.company_id.currency_id
        return {
            "id": self.id,
            "name": self.display_name,
            "state": self.state,
            "format": self.format,
            "is_reviewable": self.is_reviewable,
            "reviewed": bool(self.reviewed_at),
            "supplier": document._review_supplier(),
            "pages": document._review_pages(),
            "fields": review.fields(),
            "lines": review.lines(),
            "taxes": review.taxes(),
            "problems": document._review_problems(reading, refused),
            "currency": {"name": currency.name, "decimals": currency.decimal_places},
            "progress": {"pages_read": self.pages_read, "pages": self.page_count},
            "queue": self._review_queue(),
            "parts": document._proposed_parts(),
        }

    def _review_supplier(self):
        partner = self.partner_id
        if not partner:
            return None
        evidence = dict(self._fields["evidence"]._description_selection(self.env))
        return {
            "id": partner.id,
            "name": partner.display_name,
            "evidence": evidence.get(self.evidence) or "",
        }

    def _review_pages(self):
        return [
            {
                "number": page.number,
                "width": page.width,
                "height": page.height,
                "url": page._image_url(),
                "words": page.words or [],
            }
            for page in self.page_ids.sorted("number")
        ]

    def _review_queue(self):
        """Return the place among what waits for a review, and its neighbours."""
        waiting = self.search(self._review_domain(), order="received_at, id").ids
        if self.id not in waiting:
            following = next(iter(waiting), None)
            return {
                "position": 0,
                "total": len(waiting),
                "next_id": following,
                "previous_id": None,
            }
        place = waiting.index(self.id)
        return {
            "position": place + 1,
            "total": len(waiting),
            "next_id": waiting[place + 1] if place + 1 < len(waiting) else None,
            "previous_id": waiting[place - 1] if place else None,
        }

    def _review_domain(self):
        return Domain("is_reviewable", "=", True) & Domain(
            "company_id", "=", self.company_id.id
        )

    def _proposed_parts(self):
        """Return the page numbers of each invoice where one file holds several."""
        return self.page_parts or None

    def _reviewed(self, later):
        """Return the reading with what is typed now on top, and what is refused."""
        kept = Corrections.from_json(self.corrections or {})
        return corrected(self._read_uncorrected(), kept.joined(later))

    def _doubts(self, reading):
        """Return what a person must look at, by path."""
        return doubts(
            reading,
            self.company_id._einvoice_review_threshold(),
            has_supplier=bool(self.partner_id),
            is_for_us=not self._is_buyer_unsaid(),
        )

    def review_check(self, values):
        """Check what is typed, live; nothing is stored."""
        self.ensure_one()
        self._check_processor()
        document = self.sudo()
        reading, refused = document._reviewed(Corrections.from_json(values))
        return {
            "problems": document._review_problems(reading, refused),
            "totals": document._review_totals(reading.invoice),
        }

    def _review_totals(self, invoice):
        if invoice is None:
            nothing = dict.fromkeys(("lines", "net", "vat", "gross", "difference"))
            return {**nothing, "ok": False}
        totals = invoice.totals
        gap = gap_of_totals(invoice)
        known = {
            "lines": lines_sum(invoice),
            "net": totals.net,
            "vat": totals.vat,
            "gross": totals.gross,
            "difference": gap or None,
        }
        return {
            **{
                name: None if each is None else format(each, "f")
                for name, each in known.items()
            },
            "ok": totals.gross is not None and not sums_that_fail(invoice),
        }

    def _review_problems(self, reading, refused):
        """Return what is wrong: with the input, and what the rules notice now."""
        problems = [
            {
                "code": "field_refused",
                "severity": "block",
                "message": translated(self.env, ADDON, each.sentence, each.values),
                "advice": "",
                "term": each.path,
            }
            for each in refused
        ]
        found = list(reading.problems) if reading.invoice is None else []
        if reading.invoice is not None:
            found += self._findings_of(reading.invoice)
        return problems + [self._problem(each) for each in found]

    def _findings_of(self, invoice):
        """Apply the rules to an invoice as it would be; nothing is stored."""
        case = Case(
            record=self,
            subject=self._finding_subject(),
            invoice=invoice,
            company=self.company_id,
            partner=self.partner_id,
            move=self.move_id,
            today=fields.Date.context_today(self),
            is_rehearsal=True,
        )
        [(_subject, findings)] = self.env["einvoice.rule"]._check_cases([case])
        kind, _key = self._addressee(invoice, self._own_companies())
        # First: where it is not for us, nothing else has to be looked at.
        stranger = [self._stranger(invoice)] if kind is Addressee.STRANGER else []
        return stranger + [each for each in findings if each.tried is None]

    def _problem(self, finding):
        rule = finding.rule
        return {
            "code": finding.code,
            "severity": finding.severity.value,
            "message": translated(self.env, rule.addon, rule.message, finding.values),
            "advice": translated(self.env, rule.addon, rule.advice, finding.values),
            "term": finding.term,
        }

    def _check_reviewable(self):
        """Refuse what no longer waits for a review."""
        self.ensure_one()
        self._check_processor()
        if not self.is_reviewable:
            raise UserError(
                self.env._(
                    "%(document)s no longer waits for a review.",
                    document=self.display_name,
                )
            )
        self.lock_for_update()

    def review_save(self, values):
        """Keep what was typed, without going on."""
        self._check_reviewable()
        self.sudo()._keep_typed(values)
        return True

    def _keep_typed(self, values):
        """Keep what was typed; from here on all steps look at it, also on a retry."""
        kept = Corrections.from_json(self.corrections or {})
        self.corrections = kept.joined(Corrections.from_json(values)).as_json()
        self._read_anew()
        vals = self._content_vals(self._reading())
        if self.step == self._pipeline()[0]:
            # Where nothing was read so far, a retry reads it again.
            del vals["step"]
        self.write(vals)

    def review_confirm(self, values):
        """Take what stands on the screen as right, learn from it, and go on.

        Returns:
            The state reached, a sentence for the person, the action that asks for the
            supplier where he is still unknown, and the next document to review.
        """
        self._check_reviewable()
        partner = self._review_partner(values)
        document = self.sudo()
        reading, refused = document._reviewed(Corrections.from_json(values))
        self._refuse_review(reading, refused)
        following = self._review_queue()
        before = document._read_uncorrected()
        document._keep_typed(values)
        if partner and partner != self.partner_id:
            self._name_supplier(partner)
        document.write(
            {
                "reviewed_at": fields.Datetime.now(),
                "reviewed_by_id": self.env.uid,
                "step": "identify",
            }
        )
        # A reading after the review says what is missing.
        document._read_anew()
        self._note_review(before, reading)
        document._learn(values)
        document._process()
        return self._review_answer(following)

    def _review_partner(self, values):
        """Return the supplier that was chosen, checked like in the wizard."""
        key = values.get("partner_id") if isinstance(values, dict) else None
        if key and (type(key) is not int or not 0 < key < MOST_ID):
            raise UserError(self.env._("Choose the supplier in the list."))
        partner = self.env["res.partner"].browse(key or []).exists()
        partner.check_access("read")
        owner = partner.company_id
        is_ours = partner == self.company_id.partner_id
        if partner and (is_ours or (owner and owner != self.company_id)):
            raise UserError(
                self.env._(
                    "%(supplier)s is no supplier of %(company)s.",
                    supplier=partner.display_name,
                    company=self.company_id.name,
                )
            )
        return partner

    def _refuse_review(self, reading, refused):
        """Refuse to confirm what is not understood, or what says nothing."""
        sentences = [
            f"{in_language(self.env, ADDON, label_of(each.path))}: "
            f"{translated(self.env, ADDON, each.sentence, each.values)}"
            for each in refused
        ]
        gross = reading.invoice and reading.invoice.totals.gross
        if gross is None:
            sentences.append(
                self.env._(
                    "%(document)s: the total with VAT is missing. Type it, or reject "
                    "the document if it is no invoice.",
                    document=self.display_name,
                )
            )
        if sentences:
            raise UserError("\n".join(sentences))

    def _note_review(self, before, after):
        """Write in the journal what was read, and what the person made of it."""
        self.ensure_one()
        told = outcomes(before, after)
        self._note(
            EventKind.REVIEWED,
            "supplier",
            "format",
            by_system=False,
            fields=[each.as_row() for each in told],
        )
        for each in told:
            if each.is_changed and each.path in BY_PATH:
                self._note(
                    EventKind.FIELD_CORRECTED,
                    by_system=False,
                    field=each.path,
                    before=each.read or None,
                    after=each.value or None,
                )

    def _learn(self, values):
        """Remember what a person corrected or confirmed; addons extend it."""

    def _review_answer(self, following):
        self.invalidate_recordset()
        waits_for_supplier = self.state == "to_fix" and not self.partner_id
        return {
            "state": self.state,
            "message": self._review_message(),
            "action": self.action_supplier() if waits_for_supplier else None,
            "next_id": following["next_id"] or following["previous_id"],
        }

    def _review_message(self):
        if self.move_id:
            return self.env._(
                "The bill %(bill)s is made.", bill=self.sudo().move_id.display_name
            )
        return self.waiting_reason or self.todo_text or ""

    def action_review(self):
        """Open the review screen."""
        self.ensure_one()
        self._check_processor()
        return {
            "type": "ir.actions.client",
            "tag": "einvoice_intake.review",
            "name": self.env._("Review"),
            "params": {"document_id": self.id},
            "context": {"active_id": self.id, "active_model": self._name},
        }
