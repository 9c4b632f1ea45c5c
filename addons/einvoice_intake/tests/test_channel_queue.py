from odoo.tests import tagged

from ..models.einvoice_document_queue import GIVE_UP
from . import invoices
from .common import IntakeCase


@tagged("post_install", "-at_install")
class TestChannelQueue(IntakeCase):
    """What a killed worker left behind."""

    def left_behind(self, *tries):
        """Return documents that arrived and were begun so many times."""
        self.patch(type(self.documents), "_process_now", lambda _self: None)
        documents = self.receive(
            *(invoices.cii(number=f"Q{place}") for place in range(len(tries)))
        )
        for document, count in zip(documents, tries, strict=True):
            document.sudo().tries = count
        return documents

    def run_queue(self):
        with self.enter_registry_test_mode():
            self.env.ref("einvoice_intake.ir_cron_process").method_direct_trigger()

    def test_the_queue_takes_up_what_was_left(self):
        documents = self.left_behind(0, 1, 1)
        self.run_queue()
        self.assertEqual(documents.mapped("state"), ["booked"] * 3)
        self.assertEqual(documents.mapped("tries"), [1, 2, 2])

    def test_what_may_bring_it_down_comes_alone_and_last(self):
        documents = self.left_behind(3, 0, 2, 0)
        order, seen = [], self.documents
        while batch := self.documents._next_batch(seen):
            order.append(batch)
            seen |= batch
        first, second, third, fourth = documents
        self.assertEqual(order, [second | fourth, third, first])

    def test_what_always_brings_it_down_is_set_aside_with_a_reason(self):
        documents = self.left_behind(GIVE_UP, 0)
        self.run_queue()
        self.assertEqual(documents.mapped("state"), ["to_fix", "booked"])
        self.assertIn("each time", documents[0].waiting_reason)
        self.assertIn("failed", self.kinds(documents[0]))
        # A person may try again.
        documents[0].action_retry()
        self.assertEqual(documents[0].state, "booked")
