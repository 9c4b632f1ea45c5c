import phonenumbers

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.einvoice_base.domain.events import EventKind
from odoo.addons.einvoice_base.domain.identifiers import compact, iban_of, vat_of

from ..domain import rules

# What names a company and no other.
_IDENTIFIERS = ("company_registry", "vat", "peppol_endpoint")
_UNKNOWN = (rules.SUPPLIER_UNKNOWN.code, rules.SUPPLIER_AMBIGUOUS.code)


class EinvoiceDocumentSupplier(models.TransientModel):
    _name = "einvoice.document.supplier"
    _description = "Supplier of a received document"

    document_id = fields.Many2one("einvoice.document", required=True, readonly=True)
    before_id = fields.Many2one(
        "res.partner", string="Supplier until now", readonly=True
    )
    consequence = fields.Char(compute="_compute_consequence")
    reason = fields.Char(related="document_id.waiting_reason", related_sudo=False)
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
        known = document.partner_id
        invoice = document.sudo()._reading().invoice
        if invoice is None and not known:
            raise UserError(
                self.env._("The file could not be read: make the bill by hand.")
            )
        vals = {"document_id": document.id}
        if known:
            vals |= {"before_id": known.id, "partner_id": known.id, "way": "choose"}
        if invoice is not None:
            vals |= self._seller_vals(invoice, document)
        wizard = self.create(vals)
        if invoice is not None:
            wizard._suggest(invoice.seller)
        return wizard

    @api.depends("before_id", "document_id")
    @api.depends_context("lang")
    def _compute_consequence(self):
        for wizard in self:
            wizard.consequence = wizard.before_id and wizard._consequence()

    def _consequence(self):
        """Say what another supplier means for the bill."""
        document = self.document_id
        if not document.move_id:
            return self.env._("The document then goes on with that supplier.")
        if document._is_bill_worked_on():
            return self.env._(
                "Its draft bill was worked on: it stays as it is, with the other "
                "supplier. Look at its accounts and its due date."
            )
        return self.env._(
            "Its draft bill is deleted, and made again as a bill of the other supplier."
        )

    def _title(self):
        if self.before_id:
            return self.env._(
                "Change the supplier of %(document)s",
                document=self.document_id.display_name,
            )
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

    def action_create(self):
        """Create the supplier and run on to the bill."""
        self.ensure_one()
        self._check_waits()
        self._check_may_write()
        if not (self.name or "").strip():
            raise UserError(self.env._("Give the supplier a name."))
        partner = self.env["res.partner"].create(self._partner_vals())
        self.document_id._name_supplier(
            partner, EventKind.SUPPLIER_CREATED, cause="document"
        )
        stated = {name: self[name] for name in _IDENTIFIERS if partner[name]}
        self._remember_given(stated, self._record_account(partner))
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
        stated = self._complete(self.partner_id) if self.has_identifiers else {}
        bank = self._record_account(self.partner_id)
        self.document_id._name_supplier(self.partner_id)
        self._remember_given(stated, bank)
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
        document = self.document_id
        document._check_processor()
        bill = document.sudo().move_id
        if self.before_id and bill.state in ("posted", "cancel"):
            raise UserError(
                self.env._(
                    "Its bill is posted or cancelled: the supplier is not changed any "
                    "more."
                )
            )
        is_as_shown = document.partner_id == self.before_id
        is_new = self.before_id or not bill
        if not (is_new and is_as_shown and document._may_name_supplier()):
            raise UserError(
                self.env._(
                    "%(document)s no longer waits for a supplier.",
                    document=document.display_name,
                )
            )

    def _check_supplier(self):
        """Refuse a supplier of another company, and our company itself."""
        partner, company = self.partner_id, self.document_id.company_id
        if partner == self.before_id:
            raise UserError(
                self.env._(
                    "%(supplier)s is the supplier already: choose another one.",
                    supplier=partner.display_name,
                )
            )
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
        """Write what the supplier lacks; refuse where he has something else.

        Returns:
            Field to what was written.
        """
        missing, clashes = {}, []
        for name in _IDENTIFIERS:
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
        return {name: missing[name] for name in _IDENTIFIERS if name in missing}

    def _remember_given(self, stated, bank):
        """Keep what was written on the supplier, to be taken back if he is not it."""
        given = {"partner": self.document_id.partner_id.id, "vals": stated}
        self.document_id.sudo().supplier_given = {**given, "bank": bank.id or None}

    def _record_account(self, partner):
        """Keep the account of the invoice; nothing is paid to it until confirmed.

        Returns:
            The account, empty where none was written.
        """
        banks = self.env["res.partner.bank"]
        if not (self.has_account and self.account_number):
            return banks
        owner = partner.commercial_partner_id
        number = compact(self.account_number)
        if number in owner.bank_ids.mapped("sanitized_acc_number"):
            return banks
        return banks.create(
            {
                "partner_id": owner.id,
                "acc_number": iban_of(self.account_number) or self.account_number,
                "allow_out_payment": False,
            }
        )

    def _run_on(self):
        """Take the document, and others of the same seller, on to their bills."""
        document = self.document_id
        document._follow_supplier()
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
