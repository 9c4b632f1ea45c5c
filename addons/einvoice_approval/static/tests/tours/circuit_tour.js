import { user } from "@einvoice_approval/../tests/tours/choosing";
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const assistant = (isPhone) => [
    ...user("small_user_ids", "Lead", isPhone, ".o_tag"),
    ...user("middle_user_ids", "Head", isPhone, ".o_tag"),
    ...user("large_user_ids", "Head", isPhone, ".o_tag"),
    ...user("fallback_user_id", "Fallback", isPhone),
    {
        trigger: ".modal button[name=action_propose]",
        run: "click",
    },
    {
        content: "Last year's bills say what it would have done",
        trigger: ".modal .o_field_widget[name=tally_html]:contains(2 bills)",
        // Every bill of the year passes the new circuit before it answers.
        timeout: 30000,
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
    ...user("move_id", isPhone ? "partner_a" : "F-DRAFT", isPhone, "input:value(F-DRAFT)"),
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
