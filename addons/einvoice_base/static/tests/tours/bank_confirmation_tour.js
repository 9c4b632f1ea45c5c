import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Notes the call, and learns that another person confirms. */
tours.add("einvoice_bank_call", {
    steps: () => [
        {
            content: "The account is large enough to be read aloud",
            trigger: "h1:contains(FR76 3000 4000 0100 0001 2345 617)",
        },
        {
            content: "The number known before the invoice can be called",
            trigger: "a[href='tel:+33472001122']",
        },
        {
            trigger: ".o_form_view:contains(Numbers not to call):contains(+33 6 00 00 00 00)",
        },
        {
            trigger: "button[name=action_note_call]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=person] input",
            run: "edit Jeanne, accounts",
        },
        {
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit She read the account: it is theirs.",
        },
        {
            trigger: ".modal button[name=action_note]",
            run: "click",
        },
        {
            content: "It says who confirms",
            trigger: "body:not(:has(.modal)) .alert-warning:contains(A manager of supplier invoices who did not call)",
        },
        {
            content: "Who called is not offered what another person does",
            trigger: ".o_form_view:not(:has(button[name=action_confirm])):contains(Jeanne, accounts)",
        },
    ],
});

/** Confirms from the bill, posts and pays it. */
tours.add("einvoice_bank_confirm", {
    steps: () => [
        {
            trigger: ".alert-danger:contains(This bill cannot be posted)",
        },
        {
            trigger: "button[name=action_einvoice_confirmation]",
            run: "click",
        },
        {
            content: "What the colleague was told",
            trigger: ".o_form_view:contains(She read the account)",
        },
        {
            trigger: "button[name=action_confirm]",
            run: "click",
        },
        {
            trigger: ".modal:contains(From now on this account may be paid) .btn-primary",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_statusbar_status .o_arrow_button_current:contains(Confirmed)",
        },
        {
            trigger: ".o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            trigger: ".o_form_view:not(:contains(This bill cannot be posted)) button[name=action_post]",
            run: "click",
        },
        {
            trigger: "button[name=action_register_payment]",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_create_payments]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_form_view:not(:has(button[name=action_register_payment]:visible))",
        },
    ],
});
