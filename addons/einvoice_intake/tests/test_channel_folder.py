import os
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..domain import watched_folder
from ..domain.watched_folder import WatchedFolder
from . import invoices
from .common import IntakeCase

MODEL = "odoo.addons.einvoice_intake.models.einvoice_document_folder"


@tagged("post_install", "-at_install")
class TestChannelFolder(IntakeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.root = Path(folder, "root")
        cls.secret = Path(folder, "secret")
        cls.secret.mkdir()
        cls.secret.joinpath("f.xml").write_bytes(invoices.cii(number="SECRET"))

    def setUp(self):
        super().setUp()
        self.folder = self.root / self._testMethodName
        self.folder.mkdir(parents=True)
        self.patch(
            type(self.documents), "_folder_roots", lambda _self: (str(self.root),)
        )
        self.company.einvoice_folder = self._testMethodName

    def drop(self, name, content=None):
        self.folder.joinpath(name).write_bytes(
            invoices.cii() if content is None else content
        )

    def check(self, later=watched_folder.SETTLED + 1):
        """Look into the folder, some seconds from now."""
        before = self.documents.search([])
        now = time.time() + later
        with patch(f"{MODEL}.time.time", return_value=now):
            visit = self.documents.sudo()._check_folder(self.company)
        return self.documents.search([], order="id") - before, visit

    def shift(self, interval):
        """Let the arrivals so far have happened at another time."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE einvoice_document SET received_at = received_at + %s::interval",
            [interval],
        )
        self.env.invalidate_all()

    def content(self, folder=""):
        path = self.folder / folder
        return sorted(each.name for each in path.iterdir() if each.is_file())

    def test_a_file_is_received_and_moved(self):
        self.drop("f.xml")
        document, visit = self.check()
        self.assertEqual((document.state, document.channel), ("booked", "folder"))
        self.assertEqual(document.sender, self._testMethodName)
        self.assertEqual(self.content("done"), ["f.xml"])
        self.assertFalse(self.content())
        self.assertEqual((visit.done, visit.failed, visit.busy), (1, 0, 0))

    def test_what_cannot_be_read_goes_aside_and_the_rest_goes_on(self):
        self.drop("a.xml")
        self.drop("cut.xml", invoices.cii(number="CUT")[:700])
        self.drop("empty.xml", b"")
        self.drop("order.xml", invoices.ORDER)
        self.drop("unknown.xml", invoices.cii(seller_siren="", seller_vat=""))
        self.drop(
            "all.zip", invoices.zipped(z__xml=invoices.ubl(number="Z"), e__xml=b"")
        )
        documents, visit = self.check()
        self.assertEqual(len(documents), 7)
        self.assertEqual(self.content("done"), ["a.xml", "all.zip", "unknown.xml"])
        self.assertEqual(self.content("failed"), ["cut.xml", "empty.xml", "order.xml"])
        self.assertEqual((visit.done, visit.failed), (3, 3))

    def test_a_file_being_written_is_left(self):
        self.drop("f.xml")
        documents, visit = self.check(later=watched_folder.SETTLED - 1)
        self.assertFalse(documents)
        self.assertEqual((visit.busy, self.content()), (1, ["f.xml"]))
        for name in ("f.part", ".f.xml", "f.xml.tmp", "~f.xml", "f.xml~"):
            self.drop(name)
        documents, _visit = self.check()
        self.assertEqual(documents.name, "f.xml")

    def test_a_time_set_back_does_not_make_a_file_complete(self):
        self.drop("f.xml")
        os.utime(self.folder / "f.xml", (0, 0))
        documents, visit = self.check(later=0)
        self.assertEqual((len(documents), visit.busy), (0, 1))

    def test_a_file_that_grows_while_it_is_read_is_left(self):
        self.drop("f.xml", invoices.cii()[:500])
        listing = WatchedFolder.listing

        def grow(folder, now):
            listed = listing(folder, now)
            with self.folder.joinpath("f.xml").open("ab") as stream:
                stream.write(invoices.cii()[500:])
            return listed

        with patch.object(WatchedFolder, "listing", grow):
            self.assertFalse(self.check()[0])
        self.assertEqual(self.check()[0].state, "booked")

    def test_a_name_taken_in_done_gets_a_suffix(self):
        for number in ("1", "2", "3"):
            self.drop("f.xml", invoices.cii(number=number))
            self.check()
        self.assertEqual(self.content("done"), ["f-1.xml", "f-2.xml", "f.xml"])

    def test_a_file_too_large_is_rejected_by_its_facts_alone(self):
        self.company.einvoice_size_limit = 1
        content = invoices.cii() + b" " * 1024 * 1024
        self.drop("large.xml", content)
        self.drop("f.xml")
        documents, _visit = self.check()
        large = documents.filtered(lambda each: each.name == "large.xml")
        self.assertEqual((large.state, large.size), ("rejected", len(content)))
        self.assertEqual(large.sha256, sha256(content).hexdigest())
        self.assertFalse(large.attachment_id)
        self.assertEqual(self.content("failed"), ["large.xml"])
        self.assertEqual((documents - large).state, "booked")

    @mute_logger(MODEL)
    def test_a_run_killed_before_the_move_doubles_nothing(self):
        self.drop("f.xml")
        self.drop("order.xml", invoices.ORDER)
        with patch.object(WatchedFolder, "move", side_effect=OSError("killed")):
            documents, visit = self.check()
        self.assertEqual((len(documents), visit.stuck), (2, 2))
        self.shift("20 seconds")
        self.assertEqual(self.content(), ["f.xml", "order.xml"])
        documents, _visit = self.check()
        self.assertFalse(documents)
        self.assertEqual(self.content("done"), ["f.xml"])
        self.assertEqual(self.content("failed"), ["order.xml"])

    def test_the_same_file_dropped_again_is_a_copy(self):
        self.drop("f.xml")
        self.check()
        self.shift("-1 day")
        self.drop("f.xml")
        document, _visit = self.check()
        self.assertEqual(document.state, "duplicate")
        self.assertEqual(self.content("done"), ["f-1.xml", "f.xml"])

    def test_links_lead_nowhere(self):
        self.folder.joinpath("link.xml").symlink_to(self.secret / "f.xml")
        self.folder.joinpath("done").symlink_to(self.secret)
        os.mkfifo(self.folder / "pipe.xml")
        self.drop("f.xml")
        with mute_logger(MODEL):
            documents, visit = self.check()
        self.assertEqual(documents.mapped("name"), ["f.xml"])
        self.assertEqual(visit.stuck, 1)
        self.assertEqual(self.secret.joinpath("f.xml").stat().st_nlink, 1)
        self.assertEqual(len(list(self.secret.rglob("*.xml"))), 1)

    def test_a_folder_that_is_a_link_or_outside_is_refused(self):
        self.root.joinpath("way").symlink_to(self.secret)
        self.secret.joinpath("below").mkdir(exist_ok=True)
        for path in ("way", "way/below", "../secret", "a/../../secret", "/etc", "none"):
            with self.subTest(path), self.assertRaises(ValidationError):
                self.company.einvoice_folder = path
        self.root.joinpath("way").unlink()

    def test_a_folder_may_be_named_by_its_whole_path(self):
        self.company.einvoice_folder = str(self.folder)
        self.drop("f.xml")
        documents, _visit = self.check()
        self.assertEqual(documents.mapped("state"), ["booked"])
        for path in (f"{self.root}", f"{self.root}/../secret", f"{self.root}x"):
            with self.subTest(path), self.assertRaises(ValidationError):
                self.company.einvoice_folder = path

    def test_two_companies_do_not_watch_the_same_folder(self):
        other = self.setup_other_company()["company"]
        name = self._testMethodName
        for path in (f"{name}/", f"./{name}", str(self.folder)):
            with (
                self.subTest(path),
                self.assertRaisesRegex(ValidationError, "Another company"),
                self.env.cr.savepoint(),
            ):
                other.einvoice_folder = path

    def test_without_roots_no_folder_is_watched(self):
        self.drop("f.xml")
        self.patch(type(self.documents), "_folder_roots", lambda _self: ())
        with patch(f"{MODEL}.time.time", return_value=time.time() + 99):
            self.documents.sudo()._cron_check_folders()
        self.assertEqual(self.content(), ["f.xml"])
        with self.assertRaises(ValidationError):
            self.company.einvoice_folder = "other"

    def test_the_cron_visits_every_company_though_one_folder_is_gone(self):
        other = self.setup_other_company()["company"]
        gone = self.root / "gone"
        gone.mkdir(exist_ok=True)
        other.einvoice_folder = "gone"
        gone.rmdir()
        self.drop("f.xml")
        with (
            mute_logger(MODEL),
            patch(f"{MODEL}.time.time", return_value=time.time() + 99),
        ):
            self.documents.sudo()._cron_check_folders()
        self.assertEqual(self.content("done"), ["f.xml"])

    def test_the_button_says_what_works(self):
        self.drop("f.xml")
        settings = self.env["res.config.settings"].create({})
        said = settings.action_einvoice_check_folder()["params"]["message"]
        self.assertIn("1 changed in the last", said)
        self.folder.joinpath("f.xml").unlink()
        self.folder.rmdir()
        with self.assertRaises(UserError):
            settings.action_einvoice_check_folder()

    def test_others_may_not_check_the_folder(self):
        for person in ("employee", "processor", "auditor", "portal"):
            env = self.env(user=self.people[person], su=False)
            with self.subTest(person), self.assertRaises(AccessError):
                env["einvoice.document"]._check_folder_now(self.company)
