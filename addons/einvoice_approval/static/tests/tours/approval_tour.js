import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const card = (number) => `.o_kanban_record:contains(${number})`;
const say = (kind) => `button[name=action_say]:contains(${kind})`;

/** Choose a user: by typing on a screen, from a list of cards on a phone. */
const user = (field, name, isPhone) => [
    {
        trigger: `.modal .o_field_widget[name=${field}] input`,
        run: isPhone ? "click" : `edit ${name}`,
    },
    {
        trigger: isPhone
            ? `.modal .o_kanban_record:contains(${name})`
            : `.o-autocomplete--dropdown-item:contains(${name})`,
        run: "click",
    },
    {
        content: "It is chosen",
        trigger: `.modal:not(:has(.o_kanban_renderer)) .o_field_widget[name=${field}]`,
    },
];

/** A phone shows the choices above the window, where a tour may not click. */
const choose = (words) => async () => {
    const found = () =>
        [...document.querySelectorAll(".o_select_menu_item")].find((each) =>
            each.textContent.includes(words)
        );
    while (!found()) {
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    found().click();
};

const wide = () => {
    const page = document.documentElement;
    if (page.scrollWidth > page.clientWidth) {
        throw new Error("The page is wider than the screen");
    }
    for (const button of document.querySelectorAll(".o_einvoice_actions .btn")) {
        const { height, width } = button.getBoundingClientRect();
        if (height && (height < 44 || width < 44)) {
            throw new Error(`Too small for a finger: ${button.textContent}`);
        }
    }
};

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

const assistant = (isPhone) => [
    ...user("small_user_ids", "Lead", isPhone),
    ...user("middle_user_ids", "Head", isPhone),
    ...user("large_user_ids", "Head", isPhone),
    ...user("fallback_user_id", "Fallback", isPhone),
    {
        trigger: ".modal button[name=action_propose]",
        run: "click",
    },
    {
        content: "Last year's bills say what it would have done",
        trigger: ".modal .o_field_widget[name=tally_html]:contains(2 bills)",
    },
    {
        trigger: ".modal button[name=action_switch_on]",
        run: "click",
    },
    {
        trigger: ".modal:contains(From now on) .modal-footer .btn-primary:contains(Ok)",
        run: "click",
    },
    {
        content: "The circuit reads as sentences",
        trigger:
            "body:not(:has(.modal)) .o_form_view .o_field_widget[name=step_ids]:contains(Up to)",
    },
];

tours.add("einvoice_approval_assistant", { steps: () => assistant(false) });
tours.add("einvoice_approval_assistant_phone", { steps: () => assistant(true) });

const simulate = (isPhone) => [
    {
        trigger: "button[name=action_simulate]",
        run: "click",
    },
    // The cards of bills name the supplier, not his number.
    ...user("move_id", isPhone ? "partner_a" : "F-DRAFT", isPhone),
    {
        trigger:
            ".modal .o_field_widget[name=explained_html]:contains(Up to):contains(applies)",
    },
    {
        trigger: ".modal button[name=action_past]",
        run: "click",
    },
    {
        trigger: ".modal .o_field_widget[name=tally_html]:contains(2 bills)",
    },
];

tours.add("einvoice_approval_simulate", { steps: () => simulate(false) });
tours.add("einvoice_approval_simulate_phone", { steps: () => simulate(true) });
