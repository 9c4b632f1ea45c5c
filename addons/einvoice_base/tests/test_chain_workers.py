from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tests.common import BaseCase, get_db_name
from odoo.tools import SQL, mute_logger

# No company has this key, and no foreign key asks for one: real transactions that
# commit leave the other tests alone.
NOBODY = 987654321


@tagged("post_install", "-at_install")
class TestChainWorkers(BaseCase):
    """Two workers, each with its own connection and transaction."""

    def setUp(self):
        super().setUp()
        self.clean()
        self.addCleanup(self.clean)

    def clean(self):
        with self.worker() as events:
            for table in ("einvoice_event", "einvoice_event_head"):
                events.env.cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE company_key = %s",
                        SQL.identifier(table),
                        NOBODY,
                    )
                )

    def worker(self):
        return _Worker()

    def emit(self, count):
        with self.worker() as events:
            events.create(
                [
                    {
                        "kind": "retried",
                        "payload": {"cause": str(each)},
                        "company_key": NOBODY,
                    }
                    for each in range(count)
                ]
            )

    def seal(self):
        with self.worker() as events:
            return events._seal(events.env["res.company"].browse(NOBODY))

    def verdict(self):
        with self.worker() as events:
            return events._verify(events.env["res.company"].browse(NOBODY))

    @mute_logger("odoo.sql_db")
    def test_worker_with_an_old_view_of_the_journal_fails_and_retries(self):
        self.emit(2)
        for round_ in ("first sealing", "chain exists"):
            with self.subTest(round_):
                with self.assertRaises(SerializationFailure), self.worker() as late:
                    company = late.env["res.company"].browse(NOBODY)
                    # Its transaction sees the journal of this moment from now on.
                    late.env.cr.execute("SELECT count(*) FROM einvoice_event")
                    self.emit(2)
                    self.seal()
                    late._seal(company)
                self.emit(1)
                self.assertEqual(self.seal(), 1)
                self.assertIsNone(self.verdict().broken)
        self.assertEqual(self.verdict().checked, 8)

    def test_second_worker_steps_aside_while_the_first_seals(self):
        self.emit(3)
        with self.worker() as first:
            company = first.env["res.company"].browse(NOBODY)
            self.assertEqual(first._seal(company), 3)
            with self.worker() as second:
                self.assertEqual(second._seal(company, wait=False), 0)
        self.assertEqual((self.verdict().checked, self.seal()), (3, 0))

    def test_lines_of_an_open_transaction_are_chained_after_it(self):
        with self.worker() as slow:
            slow.create(
                {"kind": "retried", "payload": {"cause": "slow"}, "company_key": NOBODY}
            )
            self.emit(1)
            self.assertEqual(self.seal(), 1)
        self.assertEqual(self.seal(), 1)
        verdict = self.verdict()
        self.assertEqual((verdict.checked, verdict.broken), (2, None))


class _Worker:
    """The journal on a connection of its own; commits at the end."""

    def __enter__(self):
        self.cr = db_connect(get_db_name()).cursor()
        return api.Environment(self.cr, SUPERUSER_ID, {})["einvoice.event"]

    def __exit__(self, kind, *_rest):
        if kind is None:
            # A transaction of its own is what is tested.
            self.cr.commit()  # pylint: disable=invalid-commit
        self.cr.close()
