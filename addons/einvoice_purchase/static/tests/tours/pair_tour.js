import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** The same on a screen and on a phone: only the first line is a row or a card. */
tours.add("einvoice_order_pair", {
    steps: () => [
        {
            content: "Bill and order stand side by side",
            trigger: "a[name=einvoice_orders]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=einvoice_match_ids]:contains(Cartouche imprimante)",
        },
        {
            trigger: ".o_field_widget[name=einvoice_match_ids] button[name=action_choose_line]",
            run: "click",
        },
        {
            content: "The likeliest order lines are proposed",
            trigger: ".modal .o_einvoice_pair_choices:contains(Toner HP)",
        },
        {
            trigger:
                ".modal .o_einvoice_pair_choices [data-id]:contains(Toner HP) button[name=action_choose]",
            run: "click",
        },
        {
            content: "The line is paired",
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name=einvoice_match_ids]:contains(Toner HP):contains(Agrees)",
        },
    ],
});
