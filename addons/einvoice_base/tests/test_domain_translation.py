import re
from datetime import date
from decimal import Decimal

from odoo.tests import TransactionCase, tagged

from ..domain.events import UnknownEventKindError
from ..models._translation import translated, user_error


@tagged("post_install", "-at_install")
class TestDomainTranslation(TransactionCase):
    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("fr_FR")
        self.french = self.env(context={"lang": "fr_FR"})

    def test_every_sentence_of_the_rules_is_in_french(self):
        rules = [
            rule
            for rule in self.env["einvoice.rule"]._rules()
            if rule.addon == "einvoice_base"
        ]
        self.assertTrue(rules)
        for rule in rules:
            for text in (rule.title, rule.message, rule.advice):
                with self.subTest(rule=rule.code, text=text):
                    values = dict.fromkeys(re.findall(r"%\((\w+)\)", text), 1)
                    french = translated(self.french, rule.addon, text, values)
                    english = translated(self.env, rule.addon, text, values)
                    self.assertNotEqual(french, english)

    def test_values_are_written_as_the_reader_does(self):
        text = "%(amount)s, %(day)s, %(several)s, %(nothing)s"
        values = {
            "amount": Decimal("1234.50"),
            "day": date(2026, 9, 1),
            "several": ["F-1", Decimal("2.0")],
            "nothing": None,
        }
        french = translated(self.french, "einvoice_base", text, values)
        self.assertEqual(
            french.replace("\u202f", " ").replace("\xa0", " "),
            "1 234,50, 01/09/2026, F-1, 2,0, –",
        )

    def test_words_of_ours_are_translated_and_names_of_others_are_not(self):
        text = "%(name)s: %(kind)s"
        word = "Bases of the VAT breakdown"
        values = {"name": word, "kind": word}
        french = translated(self.french, "einvoice_base", text, values)
        self.assertEqual(french, f"{word}: Bases de la ventilation de TVA")

    def test_domain_error_becomes_a_sentence_and_what_to_do(self):
        error = UnknownEventKindError(kind="invented")
        french = str(user_error(self.french, error))
        self.assertIn("invented", french)
        self.assertIn("intégrateur", french)
