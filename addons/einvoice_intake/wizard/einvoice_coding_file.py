import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.einvoice_base.domain.errors import DomainError
from odoo.addons.einvoice_base.domain.identifiers import compact
from odoo.addons.einvoice_base.models._translation import user_error

from ..domain.coding.lessons import Lesson, read_lessons, written


class EinvoiceCodingFile(models.TransientModel):
    """What is remembered of suppliers, as a file to keep or to take elsewhere."""

    _name = "einvoice.coding.file"
    _inherit = "einvoice.learned.file"
    _description = "Coding memory as a file"

    @api.model
    def _exported(self, remembered):
        """Make the file of some rows."""
        self.env["einvoice.coding.memory"]._check_manager()
        # By suppliers that somebody may see, so with his own rights.
        remembered.check_access("read")
        company = remembered.company_id
        if len(company) != 1:
            raise UserError(self.env._("Choose lines of one company."))
        lessons = [self._lesson(each) for each in remembered]
        said = [each for each in lessons if each.vat or each.registry]
        wizard = self.create(
            {
                "company_id": company.id,
                "name": f"coding-memory-{fields.Date.today()}.json",
                "content": base64.b64encode(written(said)),
            }
        )
        left = len(lessons) - len(said)
        wizard.result = self.env._("Lines in the file: %(count)s.", count=len(said))
        if left:
            wizard.result += "\n" + self.env._(
                "Left out, their supplier has no VAT number or SIREN: %(count)s.",
                count=left,
            )
        return wizard._open()

    @api.model
    def _lesson(self, row):
        row = row.sudo().with_company(row.company_id)
        taxes = row.line_id.tax_ids
        if not row.line_id:
            lesson = self.env["einvoice.coding.lesson"].sudo()
            taxes = lesson.browse(row.id // 2).tax_ids
        return Lesson(
            supplier=(row.partner_id.name or "")[:200],
            vat=row.partner_id.einvoice_vat_key or "",
            registry=row.partner_id.einvoice_registry_key or "",
            text=_printable(row.text),
            item=_printable(row.item),
            account=row.account_id.code or "",
            taxes=tuple(taxes.mapped("name")),
            count=row.count,
            last_day=row.last_day.isoformat(),
            author=_printable(row.author),
        )

    def action_import(self):
        """Take the lessons of a file in, for the company that is chosen."""
        self.ensure_one()
        self._check_may_import()
        try:
            lessons = read_lessons(base64.b64decode(self.content or b""))
        except DomainError as error:
            raise user_error(self.env, error) from error
        known, unknown = self._resolved(lessons)
        self._store(known)
        self.result = self._import_words(len(known), unknown)
        return self._open()

    def _resolved(self, lessons):
        """Return values of rows for what the books know, and what they do not.

        Only records of the company: a code means the account of this company.
        """
        accounts, taxes = self._accounts(), self._taxes()
        suppliers = self._suppliers(lessons)
        known, unknown = {}, []
        for lesson in lessons:
            partner = suppliers.get(lesson.vat) or suppliers.get(lesson.registry)
            account = accounts.get(lesson.account)
            if not partner or not account:
                unknown.append(f"{lesson.supplier}: {lesson.text} → {lesson.account}")
                continue
            key = (partner, lesson.text, lesson.item, account)
            known[key] = {
                "company_id": self.company_id.id,
                "partner_id": partner,
                "text": lesson.text,
                "item": lesson.item or False,
                "account_id": account,
                "tax_ids": [taxes[name] for name in lesson.taxes if name in taxes],
                "count": lesson.count,
                "last_day": lesson.last_day,
                "author": lesson.author,
            }
        return known, unknown

    def _accounts(self):
        accounts = self.env["account.account"].sudo().with_company(self.company_id)
        found = accounts.search(accounts._check_company_domain(self.company_id))
        return {account.code: account.id for account in found}

    def _taxes(self):
        taxes = self.env["account.tax"].sudo()
        found = taxes.search(
            [
                *taxes._check_company_domain(self.company_id),
                ("type_tax_use", "=", "purchase"),
            ]
        )
        return {tax.name: tax.id for tax in found}

    def _suppliers(self, lessons):
        """Return suppliers by their numbers, where one and only one has it."""
        numbers = {compact(each) for row in lessons for each in (row.vat, row.registry)}
        wanted = list(numbers - {"", None})
        partners = self.env["res.partner"].search(
            [
                ("parent_id", "=", False),
                ("company_id", "in", [False, self.company_id.id]),
                "|",
                ("einvoice_vat_key", "in", wanted),
                ("einvoice_registry_key", "in", wanted),
            ]
        )
        found = {}
        for partner in partners:
            for number in {partner.einvoice_vat_key, partner.einvoice_registry_key}:
                if number in numbers:
                    found.setdefault(number, set()).add(partner.id)
        return {number: min(ids) for number, ids in found.items() if len(ids) == 1}

    def _store(self, known):
        """Keep the lessons; one that came before is replaced."""
        lessons = self.env["einvoice.coding.lesson"].sudo()
        before = lessons.search(
            [
                ("company_id", "=", self.company_id.id),
                ("partner_id", "in", [key[0] for key in known]),
            ]
        )
        before.filtered(
            lambda each: (
                (
                    each.partner_id.id,
                    each.text or "",
                    each.item or "",
                    each.account_id.id,
                )
                in known
            )
        ).unlink()
        lessons.create(
            [
                {**vals, "tax_ids": [fields.Command.set(vals["tax_ids"])]}
                for vals in known.values()
            ]
        )

    def _import_words(self, count, unknown):
        said = [self.env._("Lines remembered: %(count)s.", count=count)]
        if unknown:
            said.append(
                self.env._(
                    "Left out, supplier or account is not known here: %(count)s.",
                    count=len(unknown),
                )
            )
            said += unknown[:10]
        return "\n".join(said)

    def _open(self):
        return self._opened(self.env._("Coding memory"))


def _printable(text):
    return "".join(each for each in text or "" if each.isprintable())[:500]
