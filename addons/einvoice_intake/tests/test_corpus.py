"""Official and real invoices become bills equal to the cent, or are named.

The files lie beside the repository and are not part of it.
"""

from collections import Counter
from pathlib import Path

from odoo.tests import tagged

from odoo.addons.einvoice_base.domain.invoice import Invoice

from ..domain.arrival import ReceivedFile
from ..domain.booking import BookedAs, plan
from ..domain.booking_refusals import BookingRefusedError
from ..domain.read import read
from .common import IntakeCase

SHARED = Path(__file__).parents[3].parent / "shared"
BATCH = 40


class UndoError(Exception):
    """Ends a savepoint so that the next file finds the books as they were."""


@tagged("post_install", "-at_install")
class TestCorpus(IntakeCase):
    def setUp(self):
        super().setUp()
        if not SHARED.is_dir():
            self.skipTest("the corpora are not beside the repository")

    def test_the_use_cases_in_three_syntaxes_are_equal_to_the_cent(self):
        files = sorted((SHARED / "standards" / "use_cases").rglob("*INV*.*"))
        files = [each for each in files if each.is_file()]
        self.assertGreaterEqual(len(files), 18)
        for file in files:
            with self.subTest(file=file.name):
                self.book_and_undo(file)

    def book_and_undo(self, file):
        try:
            with self.env.cr.savepoint():
                document = self.documents._receive(
                    [ReceivedFile(file.name, file.read_bytes())], "platform"
                )
                self.assertTrue(document.move_id, document.waiting_reason)
                self.assertEqual(document.partner_id, self.supplier)
                self.check_bill(document.move_id, document._reading().invoice)
                raise UndoError  # noqa: TRY301
        except UndoError:
            self.env.cr.cache.clear()
            self.env.invalidate_all()

    def check_bill(self, bill, invoice: Invoice):
        """Compare each amount of a bill with the invoice it was made from."""
        planned = plan(invoice)
        totals = invoice.totals
        sign = -1 if planned.is_turned else 1
        self.assertEqual(bill.move_type, planned.booked_as.value)
        self.assertEqual(bill.ref or None, invoice.number)
        self.assertEqual(bill.invoice_date or None, invoice.issue_date)
        self.assertEqual(bill.currency_id.name, invoice.currency)
        if invoice.due_date:
            self.assertEqual(bill.invoice_date_due, invoice.due_date)
        currency = bill.currency_id
        self.assertFalse(
            currency.compare_amounts(bill.amount_total, float(planned.total)),
            f"{bill.amount_total} is not {planned.total}",
        )
        if totals.vat is not None:
            self.assertFalse(
                currency.compare_amounts(bill.amount_tax, float(sign * totals.vat)),
                f"VAT {bill.amount_tax} is not {totals.vat}",
            )
        direction = 1 if planned.booked_as is BookedAs.BILL else -1
        for line in bill.invoice_line_ids:
            self.assertFalse(
                currency.compare_amounts(
                    line.price_subtotal, direction * line.amount_currency
                ),
                f"{line.name}: {line.price_subtotal} is not {line.amount_currency}",
            )
        self.assertFalse(sum(bill.line_ids.mapped("balance")).__round__(2))

    def test_every_readable_invoice_is_a_right_bill_or_named(self):
        files = self.readable()
        self.assertGreater(len(files), 350)
        self.allow_every_currency()
        vendor = self.env["res.partner"].create({"name": "Anybody"})
        ends, wrong = Counter(), []
        for start in range(0, len(files), BATCH):
            batch = files[start : start + BATCH]
            documents = self.documents._receive([each for each, _read in batch], "api")
            self.take_for(documents, vendor)
            for document, (_file, invoice) in zip(documents, batch, strict=True):
                ends[self.end_of(document, invoice, wrong)] += 1
        self.assertFalse(wrong, "\n".join(wrong))
        self.assertFalse(ends["step_failed"], ends)
        self.assertGreater(ends["equal"], 200, ends)

    def readable(self):
        seen, files = set(), []
        for folder in ("corpora/structured", "standards"):
            for path in sorted((SHARED / folder).rglob("*")):
                if path.suffix.lower() not in (".xml", ".pdf"):
                    continue
                file = ReceivedFile(path.name, path.read_bytes())
                if file.sha256 in seen:
                    continue
                seen.add(file.sha256)
                if invoice := read(file.name, file.content).invoice:
                    files.append((file, invoice))
        return files

    def allow_every_currency(self):
        currencies = self.env["res.currency"].with_context(active_test=False).search([])
        currencies.active = True
        bare = (currencies - self.company.currency_id).filtered(
            lambda c: not c.rate_ids
        )
        self.env["res.currency.rate"].create(
            [
                {"currency_id": each.id, "name": "1999-01-01", "rate": 1.25}
                for each in bare
            ]
        )

    def take_for(self, documents, vendor):
        """Stand in for the person who says from whom and for whom a document is."""
        for document in documents.filtered(lambda each: each.state == "to_fix"):
            document.sudo().write({"partner_id": vendor.id, "evidence": "person"})
            document._open_findings().filtered(
                lambda each: each.rule in ("buyer_is_stranger", "supplier_unknown")
            ).action_lift("any buyer and seller will do here")

    def end_of(self, document, invoice, wrong):
        """Name how a document ended; a silent difference goes to ``wrong``."""
        blocking = document.finding_ids.filtered(
            lambda f: f.severity == "block" and f.state != "lifted"
        )
        if not document.move_id:
            if document.state == "duplicate":
                return "duplicate"
            if not document._open_findings():
                wrong.append(f"{document.name}: no bill and no reason")
            return document._open_findings()[:1].rule or "silent"
        if blocking or document.state == "duplicate":
            return "stopped"
        try:
            self.check_bill(document.move_id, invoice)
        except (AssertionError, BookingRefusedError) as error:
            wrong.append(f"{document.name}: {error}")
        return "equal"
