"""Random companies, circuits, people, bills and answers, through the ORM.

Whatever people try, no bill is posted without the decisions that its circuit asks for,
none waits for nobody, and nobody decides for himself.
"""

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ApprovalCase
from .play_actions import Player
from .play_checks import Referee
from .play_world import PEOPLE, World

WORLDS = 16
TURNS = 70


@tagged("post_install", "-at_install")
class TestPlay(ApprovalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(su=True)
        cls.circuit.action_stop()
        typing = ("einvoice_base.group_processor", "base.group_partner_manager")
        cls.crowd = cls.env["res.users"].union(
            *(
                cls.approver(f"crowd{place}", *(typing if place % 2 else ()))
                for place in range(PEOPLE)
            )
        )
        cls.typists = cls.crowd[1::2]
        cls.people["processor"].group_ids |= cls.env.ref("base.group_partner_manager")
        cls.other_company = cls.env["res.company"].create({"name": "Elsewhere"})
        managers = cls.env.ref("einvoice_base.group_manager").all_user_ids
        cls.managers = managers.filtered(
            lambda user: (
                user.active and user.id != 1 and cls.company in user.company_ids
            )
        )
        cls.plan = cls.env["account.analytic.plan"].create({"name": "Projects"})
        cls.groups = [
            cls.env["res.groups"].create(
                {"name": f"Played {n}", "user_ids": [Command.set(cls.crowd[n::3].ids)]}
            )
            for n in range(2)
        ]
        cls.currency = cls.company.currency_id
        cls.foreign = cls.setup_other_currency("HRK")
        expense = cls.company_data["default_account_expense"]
        cls.other_expense = expense.copy()

    def test_no_bill_passes_without_its_decisions_and_none_waits_for_nobody(self):
        posted = 0
        for seed in range(WORLDS):
            with self.subTest(seed=seed):
                posted += self._played(seed)
        # A play in which nothing passes would prove nothing.
        self.assertGreater(posted, WORLDS)

    @mute_logger("odoo.sql_db")
    def _played(self, seed):
        """Play one world, and leave nothing of it; return how many bills passed."""
        savepoint = self.env.cr.savepoint()
        try:
            world = World(self, seed)
            self._play(world)
            return sum(bill.state == "posted" for bill in world.bills)
        finally:
            savepoint.close(rollback=True)
            # Environments remember the companies of their users, too.
            self.env.transaction.reset()
            self.env.registry.clear_cache()

    def _play(self, world):
        player, referee = Player(world), Referee(world)
        for _turn in range(TURNS):
            player.turn()
            if wrong := referee.look():
                self.fail("\n".join([*wrong, *world.log]))
