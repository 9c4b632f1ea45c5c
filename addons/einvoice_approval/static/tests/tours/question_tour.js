import { registry } from "@web/core/registry";
import { wide } from "@einvoice_approval/../tests/tours/choosing";

const tours = registry.category("web_tour.tours");

const card = ".o_kanban_record:contains(F-ASKED)";

/** Who is asked reads the question on the card, and decides nothing. */
const answer = () => [
    {
        trigger: `${card}:contains(Did you order this?):not(:has(button[name=action_approve]))`,
        run: wide,
    },
    { trigger: `${card} button[name=action_say]:contains(Answer)`, run: "click" },
    {
        content: "The question stands above the answer",
        trigger: ".modal:contains(Did you order this?) .o_field_widget[name=comment] textarea",
        run: "edit Yes, on the third",
    },
    { trigger: ".modal button:contains(Send the answer)", run: "click" },
    {
        trigger: "body:not(:has(.modal)):contains(Nobody asks you anything)",
    },
];

tours.add("einvoice_approval_answer", { steps: answer });
tours.add("einvoice_approval_answer_phone", { steps: answer });
