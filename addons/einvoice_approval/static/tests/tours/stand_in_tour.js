import { user, wide } from "@einvoice_approval/../tests/tours/choosing";
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const card = ".o_kanban_record:contains(F-FIRST)";
const entry = "[data-menu-xmlid='einvoice_approval.einvoice_delegation_new_menu']";

const day = (which) =>
    document.querySelector(`.modal .o_daterange_${which}`).textContent.trim();

/** A colleague and Save: the days are there already. */
const name = (isPhone) => [
    { trigger: card },
    ...(isPhone ? [{ trigger: ".o_navbar .o_menu_toggle", run: "click" }] : []),
    { trigger: entry, run: "click" },
    {
        content: "It says how much waits, and for which days",
        trigger: ".modal:contains(bills wait for you now)",
        run: () => {
            if (!day("start") || !day("end") || day("start") === day("end")) {
                throw new Error("No days are proposed");
            }
            wide();
        },
    },
    ...user("stand_in_id", "Head", isPhone),
    { trigger: ".modal .o_form_button_save", run: "click" },
    {
        content: "He may still decide himself",
        trigger: `body:not(:has(.modal)) ${card}`,
    },
];

tours.add("einvoice_approval_stand_in", { steps: () => name(false) });
tours.add("einvoice_approval_stand_in_phone", { steps: () => name(true) });

/** The stand-in finds the bill of the other among his own. */
const standIn = () => [
    {
        trigger: `${card}:contains(in place of Lead) button[name=action_approve]`,
        run: "click",
    },
    {
        content: "The other bill still waits",
        trigger: ".o_kanban_renderer:not(:contains(F-FIRST)):contains(F-SECOND)",
        run: wide,
    },
];

tours.add("einvoice_approval_in_place", { steps: standIn });
tours.add("einvoice_approval_in_place_phone", { steps: standIn });
