import phonenumbers

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.einvoice_base.domain.events import EventKind
from odoo.addons.einvoice_base.domain.identifiers import compact, iban_of, vat_of

from ..domain import rules
from ..domain.resemblance import Known, rank
from ..domain.supplier import Evidence

# Names compared with that of the seller; those of suppliers who sent bills come first.
_MOST_COMPARED = 5000

_UNKNOWN = (rules.SUPPLIER_UNKNOWN.code, rules.SUPPLIER_AMBIGUOUS.code)


class EinvoiceDocumentSupplier(models.TransientModel):
    _name = "einvoice.document.supplier"
    _description = "Supplier of a received document"

    document_id = fields.Many2one("einvoice.document", required=True, readonly=True)
    reason = fields.Char(related="document_id.waiting_reason", related_sudo=False)
    suggestion_ids = fields.One2many(
        "einvoice.document.supplier.suggestion", "wizard_id", readonly=True
    )
    way = fields.Selection(
        [("create", "Create the supplier"), ("choose", "Choose an existing one")],
        required=True,
        default=lambda self: "create" if self._may_write() else "choose",
    )
    name = fields.Char()
    company_registry = fields.Char(string="SIRET or SIREN")
    vat = fields.Char(string="VAT number")
    street = fields.Char()
    street2 = fields.Char(string="Street, second line")
    zip = fields.Char(string="Postcode")
    city = fields.Char()
    country_id = fields.Many2one("res.country")
    email = fields.Char(string="E-mail")
    phone = fields.Char()
    peppol_eas = fields.Selection(
        lambda self: self.env["res.partner"]._fields["peppol_eas"].selection,
        string="Scheme of the electronic address",
    )
    peppol_endpoint = fields.Char(string="Electronic address")
    account_number = fields.Char(string="Account of the invoice", readonly=True)
    has_account = fields.Boolean(
        string="Record this account",
        help="Payments to it stay untrusted until the account is confirmed.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Existing supplier",
        domain="[('is_company', '=', True)]",
    )
    may_write = fields.Boolean(compute="_compute_may_write")
    has_identifiers = fields.Boolean(
        string="Write the identifiers of the invoice on this supplier",
        default=lambda self: self._may_write(),
        help="Only what he lacks: what he has is never replaced.",
    )

    @api.model
    def _may_write(self):
        """Tell whether the user may create contacts and change them."""
        return self.env["res.partner"].has_access("create")

    @api.depends_context("uid")
    def _compute_may_write(self):
        self.may_write = self._may_write()

    @api.model
    def _prepare(self, document):
        """Return the wizard of a document, filled with what the invoice says."""
        document.ensure_one()
        invoice = document.sudo()._reading().invoice
        if invoice is None:
            raise UserError(
                self.env._("The file could not be read: make the bill by hand.")
            )
        wizard = self.create(
            {"document_id": document.id, **self._seller_vals(invoice, document)}
        )
        wizard._suggest(invoice.seller)
        return wizard

    def _title(self):
        return self.env._(
            "Supplier of %(document)s", document=self.document_id.display_name
        )

    @api.model
    def _seller_vals(self, invoice, document):
        seller = invoice.seller
        address, contact = seller.address, seller.contact
        country = self.env["res.country"].search(
            [("code", "=", (address.country or "").upper())], limit=1
        )
        schemes = dict(self.env["res.partner"]._fields["peppol_eas"].selection)
        endpoint = seller.endpoint
        accounts = [each.iban or each.number for each in invoice.payment.accounts]
        return {
            "name": seller.name or seller.trading_name,
            "company_registry": seller.siret
            or seller.siren
            or (seller.legal_id and seller.legal_id.value),
            "vat": vat_of(seller.vat_number) or compact(seller.vat_number),
            "street": address.line1,
            "street2": ", ".join(filter(None, (address.line2, address.line3))),
            "zip": address.postcode,
            "city": address.city,
            "country_id": (country or document.company_id.country_id).id,
            "email": contact.email,
            "phone": self._phone(contact.phone, address.country),
            "peppol_endpoint": endpoint and endpoint.value,
            "peppol_eas": endpoint and endpoint.scheme in schemes and endpoint.scheme,
            "account_number": accounts[0] if accounts else False,
        }

    @api.model
    def _phone(self, text, country):
        """Write a phone number the international way; as it stands when it is none."""
        if not text:
            return False
        try:
            number = phonenumbers.parse(text, (country or "FR").upper())
        except phonenumbers.NumberParseException:
            return text
        if not phonenumbers.is_possible_number(number):
            return text
        return phonenumbers.format_number(
            number, phonenumbers.PhoneNumberFormat.INTERNATIONAL
        )

    def _suggest(self, seller):
        """Propose suppliers with a like name; the person decides, never the name."""
        partners = self.env["res.partner"].search_fetch(
            [
                ("is_company", "=", True),
                ("company_id", "in", [False, self.document_id.company_id.id]),
                ("ref_company_ids", "=", False),
            ],
            ["name", "zip", "city", "email"],
            order="supplier_rank desc, id desc",
            limit=_MOST_COMPARED,
        )
        wanted = Known(
            key=0,
            name=seller.name or seller.trading_name or "",
            postcode=seller.address.postcode or "",
            city=seller.address.city or "",
            mail=seller.contact.email or "",
        )
        known = [
            Known(
                each.id,
                each.name or "",
                each.zip or "",
                each.city or "",
                each.email or "",
            )
            for each in partners
        ]
        self.env["einvoice.document.supplier.suggestion"].create(
            [
                {
                    "wizard_id": self.id,
                    "partner_id": each.key,
                    "reason": self._why(each),
                }
                for each in rank(wanted, known)
            ]
        )

    @api.model
    def _why(self, resemblance):
        percent = round(resemblance.ratio * 100)
        parts = [self.env._("names %(percent)s %% alike", percent=percent)]
        if resemblance.has_same_town:
            parts.append(self.env._("same town"))
        if resemblance.has_same_mail:
            parts.append(self.env._("same mail domain"))
        return ", ".join(parts)

    def action_create(self):
        """Create the supplier and run on to the bill."""
        self.ensure_one()
        self._check_waits()
        self._check_may_write()
        if not (self.name or "").strip():
            raise UserError(self.env._("Give the supplier a name."))
        partner = self.env["res.partner"].create(self._partner_vals())
        self._record_account(partner)
        self.document_id.sudo().write(
            {"partner_id": partner.id, "evidence": Evidence.PERSON.value}
        )
        self.document_id._note(
            EventKind.SUPPLIER_CREATED, "supplier", by_system=False, cause="document"
        )
        return self._run_on()

    def action_choose(self):
        """Take an existing supplier and run on to the bill."""
        self.ensure_one()
        self._check_waits()
        if not self.partner_id:
            raise UserError(self.env._("Choose the supplier first."))
        self._check_supplier()
        if self.has_identifiers or self.has_account:
            self._check_may_write()
        if self.has_identifiers:
            self._complete(self.partner_id)
        self._record_account(self.partner_id)
        self.document_id._name_supplier(self.partner_id)
        return self._run_on()

    def _check_may_write(self):
        if not self._may_write():
            raise AccessError(
                self.env._(
                    "You may not create contacts, nor change them. Ask somebody who "
                    "may: the document keeps what is to be filled in."
                )
            )

    def _check_waits(self):
        self.document_id._check_processor()
        if self.document_id.state != "to_fix" or self.document_id.move_id:
            raise UserError(
                self.env._(
                    "%(document)s no longer waits for a supplier.",
                    document=self.document_id.display_name,
                )
            )

    def _check_supplier(self):
        """Refuse a supplier of another company, and our company itself."""
        partner, company = self.partner_id, self.document_id.company_id
        partner.check_access("read")
        owner = partner.company_id
        if (owner and owner != company) or partner == company.partner_id:
            raise UserError(
                self.env._(
                    "%(supplier)s is no supplier of %(company)s.",
                    supplier=partner.display_name,
                    company=company.name,
                )
            )

    def _partner_vals(self):
        names = "name company_registry vat street street2 zip city email phone".split()
        vals = {name: self[name] for name in names if self[name]}
        if self.peppol_endpoint and self.peppol_eas:
            vals |= {
                "peppol_eas": self.peppol_eas,
                "peppol_endpoint": self.peppol_endpoint,
            }
        return {
            **vals,
            "is_company": True,
            "supplier_rank": 1,
            "country_id": self.country_id.id,
        }

    def _complete(self, partner):
        """Write what the supplier lacks; refuse where he has something else."""
        missing, clashes = {}, []
        for name in ("company_registry", "vat", "peppol_endpoint"):
            stated, kept = compact(self[name]), compact(partner[name])
            if not stated or stated == kept:
                continue
            if not kept:
                missing[name] = self[name]
            elif not _is_finer(name, stated, kept):
                clashes.append(f"{partner[name]} ≠ {self[name]}")
        if clashes:
            raise UserError(
                self.env._(
                    "%(supplier)s has other identifiers (%(clashes)s). Choose another "
                    "supplier, or untick “Write the identifiers” if it is he.",
                    supplier=partner.display_name,
                    clashes=", ".join(clashes),
                )
            )
        if "peppol_endpoint" in missing:
            if self.peppol_eas:
                missing["peppol_eas"] = self.peppol_eas
            else:
                del missing["peppol_endpoint"]
        if missing:
            partner.write(missing)

    def _record_account(self, partner):
        """Keep the account of the invoice; nothing is paid to it until confirmed."""
        if not (self.has_account and self.account_number):
            return
        owner = partner.commercial_partner_id
        number = compact(self.account_number)
        if number in owner.bank_ids.mapped("sanitized_acc_number"):
            return
        self.env["res.partner.bank"].create(
            {
                "partner_id": owner.id,
                "acc_number": iban_of(self.account_number) or self.account_number,
                "allow_out_payment": False,
            }
        )

    def _run_on(self):
        """Take the document, and others of the same seller, on to their bills."""
        document = self.document_id
        (document | self._others()).sudo()._process()
        return document._open_result()

    def _others(self):
        """Return the waiting documents of the same seller, by what names him."""
        seller, _bar, _rest = (self.document_id.sudo().identity_key or "").partition(
            "|"
        )
        if not seller:
            return self.document_id
        return self.document_id.search(
            [
                ("company_id", "=", self.document_id.company_id.id),
                ("state", "=", "to_fix"),
                ("waiting_code", "in", _UNKNOWN),
                ("identity_key", "=like", f"{seller}|%"),
            ]
        )


def _is_finer(name, stated, kept):
    """Tell whether both say the same company: a SIRET of the SIREN that is kept."""
    is_registry = name == "company_registry"
    return is_registry and (stated.startswith(kept) or kept.startswith(stated))


class EinvoiceDocumentSupplierSuggestion(models.TransientModel):
    _name = "einvoice.document.supplier.suggestion"
    _description = "Supplier that the seller may be"

    wizard_id = fields.Many2one(
        "einvoice.document.supplier", required=True, ondelete="cascade"
    )
    partner_id = fields.Many2one("res.partner", string="Supplier", readonly=True)
    vat = fields.Char(related="partner_id.vat", related_sudo=False)
    company_registry = fields.Char(
        related="partner_id.company_registry", related_sudo=False
    )
    city = fields.Char(related="partner_id.city", related_sudo=False)
    reason = fields.Char(string="Why", readonly=True)

    def action_choose(self):
        """It is this one: the person says so."""
        self.ensure_one()
        self.wizard_id.partner_id = self.partner_id
        return self.wizard_id.action_choose()
