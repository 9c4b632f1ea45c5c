import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .paper_common import PaperCase

LAYOUTS = (
    b'{"einvoice_layouts": 1, "suppliers": '
    b'[{"supplier": "x", "vat": "FR44732829320", "layout": %s}]}'
)


@tagged("post_install", "-at_install")
class TestPaperLayout(PaperCase):
    """The second invoice of a supplier is read with what the first one taught."""

    def odd(self, number, day="15/09/2026"):
        """Receive an invoice whose number stands beside a word that nobody knows."""
        extra = ((50, 590, f"Zkz : {number}"),)
        return self.read(number=None, date=day, extra=extra)

    def confirm(self, document, values, person="processor"):
        return self.rpc(
            person, "einvoice.document", "review_confirm", document.ids, values
        )

    def shown(self, document, number):
        """Return a correction that a person makes by clicking the word."""
        words = document.page_ids.words
        [word] = [each for each in words if each[4] == number]
        values = self.typed(number=number)
        values["fields"]["number"] |= {"page": 1, "box": word[:4]}
        return values

    def test_the_second_invoice_needs_no_correction(self):
        first = self.odd("A/771")
        self.assertEqual(first.state, "to_fix")
        self.confirm(first, self.shown(first, "A/771"))
        self.assertEqual(first.move_id.ref, "A/771")
        layout = self.env["einvoice.layout"].search(
            [("partner_id", "=", self.supplier.id)]
        )
        self.assertEqual(layout.count, 1)
        self.assertIn("zkz", layout.summary)
        second = self.odd("A/802", "18/09/2026")
        self.assertEqual(second.number, "A/802")
        self.assertEqual(second.move_id.ref, "A/802")
        self.assertFalse(second.reviewed_at)

    def test_the_label_of_a_value_below_it_is_told(self):
        """Beside the number stands a date, which is none of its labels."""
        row = ((50, 596, "Jour"), (150, 596, "Zkz"), (50, 582, "15 septembre 2026"))
        first = self.read(number=None, date=None, extra=(*row, (150, 582, "A/771")))
        self.confirm(first, self.shown(first, "A/771"))
        layout = self.env["einvoice.layout"].search([])
        self.assertIn("below “zkz”", layout.summary)
        row = ((50, 596, "Jour"), (150, 596, "Zkz"), (50, 582, "3 octobre 2026"))
        second = self.read(number=None, date=None, extra=(*row, (150, 582, "A/802")))
        self.assertEqual(second.number, "A/802")

    def test_a_wrong_lesson_is_undone_by_the_next_correction(self):
        first = self.odd("A/771")
        wrong = self.shown(first, "A/771")
        wrong["fields"]["number"] = {
            "value": "15/09/2026",
            "page": 1,
            "box": next(w[:4] for w in first.page_ids.words if w[4] == "15/09/2026"),
        }
        self.confirm(first, wrong)
        second = self.odd("A/802", "18/09/2026")
        self.confirm(second, self.shown(second, "A/802"))
        third = self.odd("A/811", "21/09/2026")
        self.assertEqual(third.number, "A/811")

    def test_a_wrong_choice_of_a_supplier_teaches_nothing(self):
        other = self.env["res.partner"].create(
            {"name": "Someone else", "company_registry": "732829320"}
        )
        first = self.odd("A/771")
        self.confirm(first, {**self.shown(first, "A/771"), "partner_id": other.id})
        self.assertFalse(self.env["einvoice.layout"].search([]))

    def test_a_supplier_that_is_forgotten_is_a_stranger_again(self):
        first = self.odd("A/771")
        self.confirm(first, self.shown(first, "A/771"))
        layout = self.env["einvoice.layout"].search([])
        with self.assertRaises(AccessError):
            self.rpc("processor", "einvoice.layout", "action_forget", layout.ids)
        self.rpc("manager", "einvoice.layout", "action_forget", layout.ids)
        second = self.odd("A/802", "18/09/2026")
        self.assertNotEqual(second.number, "A/802")
        self.assertEqual(second.state, "to_fix")

    def test_layouts_are_taken_elsewhere_as_a_file(self):
        first = self.odd("A/771")
        self.confirm(first, self.shown(first, "A/771"))
        layout = self.env["einvoice.layout"].search([])
        action = self.rpc("manager", "einvoice.layout", "action_export", layout.ids)
        file = self.env["einvoice.layout.file"].browse(action["res_id"])
        content = file.content
        told = json.loads(base64.b64decode(content))
        self.assertEqual(len(told["suppliers"]), 1)
        self.rpc("manager", "einvoice.layout", "action_forget", layout.ids)
        wizard = self.env["einvoice.layout.file"].with_user(self.people["manager"])
        wizard.create({"content": content}).action_import()
        second = self.odd("A/802", "18/09/2026")
        self.assertEqual(second.number, "A/802")

    def test_a_file_that_is_none_is_refused(self):
        wizard = self.env["einvoice.layout.file"].with_user(self.people["manager"])
        for content in (
            b"",
            b"[]",
            b'{"einvoice_layouts": 1}',
            b"\xff\x00",
            b"[" * 9999,
            LAYOUTS % b'{"keys": ["a\\u0000"]}',
            LAYOUTS % b'{"keys": ["a\\ud800"]}',
            LAYOUTS % b'{"anchors": {"number": {"x": NaN}}}',
        ):
            with self.subTest(content=content[:20]), self.assertRaises(UserError):
                wizard.create({"content": base64.b64encode(content)}).action_import()

    def test_a_large_file_is_refused_with_its_limit(self):
        wizard = self.env["einvoice.layout.file"].with_user(self.people["manager"])
        content = base64.b64encode(LAYOUTS % (b'{"keys": ["%s"]}' % (b"x" * 5_300_000)))
        with self.assertRaisesRegex(UserError, "5 MB"):
            wizard.create({"content": content}).action_import()

    def test_nobody_writes_a_layout_by_hand(self):
        partner = self.supplier.id
        for person in ("processor", "manager", "auditor"):
            for model, vals in (
                ("einvoice.layout", {"partner_id": partner}),
                ("einvoice.layout.key", {"name": "vat:FR1"}),
            ):
                with (
                    self.subTest(person=person, model=model),
                    self.assertRaises(AccessError),
                ):
                    self.rpc(person, model, "create", [vals])
