"""Deciding and configuring in the browser, on a screen and on a phone."""

from odoo.tests import HttpCase, tagged

from .test_mail import MailCase

# The page of a link has no script: its form is sent as the button does, and the answer
# is shown in its place.
_CONFIRM = """
const fail = (words) => { throw new Error(words); };
const check = () => {
    const page = document.documentElement;
    page.scrollWidth > page.clientWidth && fail("The page is wider than the screen");
    for (const each of document.querySelectorAll(".button, select, textarea")) {
        each.getBoundingClientRect().height < 44 && fail("Too small for a finger");
    }
};
const form = document.querySelector("form");
const { code, comment } = %s;
check();
if (code) {
    form.querySelector("[type=submit]").click();
    document.querySelector(":invalid") || fail("It is refused without a reason");
    form.querySelector("[name=reason_code]").value = code;
    form.querySelector("[name=comment]").value = comment;
}
form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(location.href, {
        method: form.method,
        body: new URLSearchParams(new FormData(form)),
    });
    document.documentElement.innerHTML = await answer.text();
    check();
    const said = document.querySelector("h1").textContent.trim();
    said === "%s" || fail(`The page says: ${said}`);
    console.log("test successful");
});
form.querySelector("[type=submit]").click();
"""


class ApprovalTour(MailCase, HttpCase):
    suffix = ""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.people["manager"]
        for user in (cls.lead, cls.head, cls.manager):
            user.password = user.login
        cls.lead.lang = "en_US"

    def decided(self):
        bills = {
            name: self.submitted(price=price, ref=name)
            for name, price in (
                ("F-APPROVE", 100),
                ("F-REFUSE", 110),
                ("F-ASK", 120),
            )
        }
        self.start_tour(
            "/odoo/my-approvals",
            f"einvoice_approval_decide{self.suffix}",
            login=self.lead.login,
        )
        states = {name: bill.einvoice_approval_state for name, bill in bills.items()}
        self.assertEqual(
            states, {"F-APPROVE": "approved", "F-REFUSE": "refused", "F-ASK": "open"}
        )
        refused = bills["F-REFUSE"].sudo().einvoice_decision_ids
        self.assertIn("TX_TVA_ERR", refused.mapped("reason_code"))
        self.assertEqual(self.open_of(bills["F-ASK"]).user_id, self.head)

    def stood_in(self):
        bills = [
            self.submitted(price=100, ref=name) for name in ("F-FIRST", "F-SECOND")
        ]
        for user, tour in ((self.lead, "stand_in"), (self.head, "in_place")):
            self.start_tour(
                "/odoo/my-approvals",
                f"einvoice_approval_{tour}{self.suffix}",
                login=user.login,
            )
        self.assertEqual([bill.state for bill in bills], ["posted", "draft"])
        decision = bills[0].sudo().einvoice_decision_ids.filtered("decided_at")
        self.assertEqual(
            (decision.actor_id, decision.in_place_of_id), (self.head, self.lead)
        )

    def mailed(self):
        approved = self.submitted(price=100, ref="F-APPROVE")
        approve = self.links(self.lead)[0]
        refused = self.submitted(price=110, ref="F-REFUSE")
        refuse = self.links(self.lead)[1]
        self.browser_js(approve, _CONFIRM % ("{}", "Approved"), "true")
        said = '{"code": "TX_TVA_ERR", "comment": "The rate is 10 %"}'
        self.browser_js(refuse, _CONFIRM % (said, "Refused"), "true")
        self.env.invalidate_all()
        self.assertEqual(approved.state, "posted")
        self.assertEqual(refused.einvoice_approval_state, "refused")
        decision = refused.sudo().einvoice_decision_ids
        self.assertEqual(
            (decision.actor_id, decision.decided_from, decision.reason_code),
            (self.lead, "mail", "TX_TVA_ERR"),
        )

    def answered(self):
        bill = self.submitted(price=100, ref="F-ASKED")
        self.decide(self.lead, bill, "action_ask", self.head.id, "Did you order this?")
        self.start_tour(
            "/odoo/action-einvoice_approval.einvoice_decision_questions_action",
            f"einvoice_approval_answer{self.suffix}",
            login=self.head.login,
        )
        decision = self.open_of(bill)
        self.assertEqual(
            (decision.user_id, decision.answer), (self.lead, "Yes, on the third")
        )

    def past_bills(self):
        self.circuit.action_stop()
        for place in range(2):
            bill = self.bill(
                price=100 + place, ref=f"P-{place}", invoice_date="2026-08-01"
            )
            bill.action_post()

    def configured(self):
        self.past_bills()
        self.start_tour(
            "/odoo/action-einvoice_approval.einvoice_approval_assistant_action",
            f"einvoice_approval_assistant{self.suffix}",
            login=self.manager.login,
        )
        running = self.env["einvoice.circuit"]._running(self.company)
        self.assertNotEqual(running, self.circuit)
        self.assertEqual(running.fallback_user_id, self.fallback)
        self.bill(ref="F-DRAFT", price=70)
        self.start_tour(
            f"/odoo/approval-circuits/{running.id}",
            f"einvoice_approval_simulate{self.suffix}",
            login=self.manager.login,
        )


@tagged("post_install", "-at_install")
class TestTourApproval(ApprovalTour):
    browser_size = "1366x768"

    def test_decide(self):
        self.decided()

    def test_configure_and_simulate(self):
        self.configured()

    def test_a_stand_in(self):
        self.stood_in()

    def test_from_the_mail(self):
        self.mailed()

    def test_a_question(self):
        self.answered()


@tagged("post_install", "-at_install")
class TestTourApprovalPhone(ApprovalTour):
    browser_size = "375x812"
    touch_enabled = True
    suffix = "_phone"

    def test_decide(self):
        self.decided()

    def test_configure_and_simulate(self):
        self.configured()

    def test_a_stand_in(self):
        self.stood_in()

    def test_from_the_mail(self):
        self.mailed()

    def test_a_question(self):
        self.answered()
