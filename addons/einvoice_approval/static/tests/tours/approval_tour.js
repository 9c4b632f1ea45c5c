import { choose, user, wide } from "@einvoice_approval/../tests/tours/choosing";
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const card = (number) => `.o_kanban_record:contains(${number})`;
const say = (kind) => `button[name=action_say]:contains(${kind})`;

/** The same on a screen and on a phone. */
const decide = (isPhone) => [
    {
        content: "The card says who, how much, why and until when",
        trigger: `${card("F-APPROVE")}:contains(partner_a):contains(Lead):contains(Due)`,
        run: wide,
    },
    {
        trigger: `${card("F-APPROVE")} button[name=action_approve]`,
        run: "click",
    },
    {
        content: "It is gone, the next one is refused",
        trigger: `.o_kanban_renderer:not(:contains(F-APPROVE)) ${card("F-REFUSE")} ${say("Refuse")}`,
        run: "click",
    },
    {
        trigger: ".modal .o_field_widget[name=refuse_code] .o_select_menu_toggler",
        run: "click",
    },
    {
        trigger: ".modal .o_field_widget[name=refuse_code]",
        run: choose("Wrong VAT rate"),
    },
    {
        trigger: ".modal .o_field_widget[name=comment] textarea",
        run: "edit The rate is 10 %",
    },
    {
        trigger: ".modal button:contains(Refuse the bill)",
        run: "click",
    },
    {
        trigger: `body:not(:has(.modal)) .o_kanban_renderer:not(:contains(F-REFUSE)) ${card("F-ASK")} button[name=action_open_page]`,
        run: "click",
    },
    {
        content: "The page shows the lines of the bill",
        trigger: ".o_einvoice_decision .o_einvoice_lines:contains(Paper)",
        run: wide,
    },
    {
        trigger: `.o_einvoice_decision ${say("Ask")}`,
        run: "click",
    },
    ...user("user_id", "Head", isPhone),
    {
        trigger: ".modal .o_field_widget[name=comment] textarea",
        run: "edit Did you order this?",
    },
    {
        trigger: ".modal button[name=action_confirm]:contains(Ask)",
        run: "click",
    },
    {
        trigger: "body:not(:has(.modal)) .o_einvoice_decision:contains(Waits for the answer of Head)",
    },
    {
        trigger: `.o_einvoice_decision ${say("Hand over")}`,
        run: "click",
    },
    ...user("user_id", "Head", isPhone),
    {
        trigger: ".modal button[name=action_confirm]:contains(Hand over)",
        run: "click",
    },
    {
        trigger: "body:not(:has(.modal)) .o_einvoice_decision:contains(Handed over)",
    },
];

tours.add("einvoice_approval_decide", { steps: () => decide(false) });
tours.add("einvoice_approval_decide_phone", { steps: () => decide(true) });
