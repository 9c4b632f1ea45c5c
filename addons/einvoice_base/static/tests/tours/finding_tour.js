import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** The same on a screen and on a phone. */
const LIFT = [
    {
        content: "The bill says why it is stopped",
        trigger: ".alert-danger:contains(This bill cannot be posted)",
    },
    {
        trigger: "a[name=einvoice_findings]",
        run: "click",
    },
    {
        content: "The finding stands below its topic, with the amounts",
        trigger: ".o_einvoice_topic:contains(Amounts)",
    },
    {
        trigger: ".o_einvoice_finding:contains(asks for 90.00)",
    },
    {
        trigger: ".o_einvoice_finding_block button[name=action_decide]",
        run: "click",
    },
    {
        trigger: ".modal .o_field_widget[name=reason] textarea",
        run: "edit Agreed by phone",
    },
    {
        trigger: ".modal button[name=action_lift]",
        run: "click",
    },
    {
        content: "It is lifted, and says why",
        trigger: "body:not(:has(.modal)) .o_einvoice_finding_lifted:contains(Agreed by phone)",
    },
    {
        trigger: ".o_form_view:not(:contains(This bill cannot be posted))",
    },
];

tours.add("einvoice_finding_lift", { steps: () => LIFT });

tours.add("einvoice_rule_observe", {
    steps: () => [
        {
            content: "The rules stand below their topics",
            trigger: ".o_group_header:contains(Amounts)",
        },
        {
            trigger: ".o_data_row:contains(Amount due) td[name=mode]",
            run: "click",
        },
        {
            trigger: ".o_selected_row td[name=mode] input",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains(Observe only)",
            run: "click",
        },
        {
            trigger: ".o_list_button_save",
            run: "click",
        },
        {
            trigger: ".o_data_row:not(.o_selected_row):contains(Observe only)",
        },
    ],
});
