import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Put files into the hidden input of the Inbox, as a person's choice does. */
function choose(files) {
    const transfer = new DataTransfer();
    for (const [name, text] of files) {
        transfer.items.add(new File([text], name, { type: "text/xml" }));
    }
    const input = document.querySelector(".o_einvoice_upload_input");
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}

const UPLOAD = [
    {
        content: "Upload three files",
        trigger: ".o_einvoice_upload:not(:disabled)",
        run: async () => {
            const response = await fetch("/einvoice_intake/tour/files.json");
            choose(Object.entries(await response.json()));
        },
    },
    {
        content: "The page says what became of them",
        trigger: ".o_notification:contains(Files received: 3)",
    },
];

const CREATE_SUPPLIER = [
    {
        trigger: ".o_einvoice_todo:contains(Unknown supplier)",
    },
    {
        content: "The invoice can be read",
        trigger: ".o_einvoice_sheet:contains(F-NEW)",
    },
    {
        trigger: ".o_einvoice_todo button[name=action_supplier]",
        run: "click",
    },
    {
        content: "The form is filled from the invoice",
        trigger: ".modal .o_field_widget[name=vat] input:value(FR46910000629)",
    },
    {
        trigger: ".modal button[name=action_create]",
        run: "click",
    },
    {
        content: "The bill is open, with where it comes from",
        trigger: ".o_einvoice_origin:contains(From CII)",
    },
];

tours.add("einvoice_inbox", {
    steps: () => [
        ...UPLOAD,
        {
            content: "Two wait, the one that was booked does not",
            trigger: ".o_data_row:contains(Menuiserie Tardy)",
        },
        {
            trigger: ".o_list_view:not(:contains(F-BOOKED))",
        },
        {
            trigger: ".o_data_row:contains(Menuiserie Tardy) td[name=number]",
            run: "click",
        },
        ...CREATE_SUPPLIER,
        {
            trigger: ".o_field_widget[name=ref] input:value(F-NEW)",
        },
    ],
});

tours.add("einvoice_inbox_reject", {
    steps: () => [
        {
            trigger: ".o_einvoice_todo:contains(Not for us)",
        },
        {
            trigger: ".o_einvoice_todo button[name=action_ask_reject]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=comment] input",
            run: "edit for the neighbour",
        },
        {
            trigger: ".modal button[name=action_reject]",
            run: "click",
        },
        {
            trigger: ".o_einvoice_todo:contains(for the neighbour)",
        },
    ],
});

tours.add("einvoice_inbox_duplicate", {
    steps: () => [
        {
            trigger: ".o_einvoice_todo:contains(Perhaps a duplicate)",
        },
        {
            content: "What differs is marked",
            trigger: "a[name=duplicates]",
            run: "click",
        },
        {
            trigger: ".o_einvoice_differs:contains(Total with VAT)",
        },
        {
            trigger: ".o_einvoice_todo button[name=action_compare]",
            run: "click",
        },
        {
            trigger: ".modal .o_einvoice_differs:contains(240.00)",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit the second delivery",
        },
        {
            trigger: ".modal button[name=action_other]",
            run: "click",
        },
        {
            trigger: ".o_einvoice_origin:contains(From CII)",
        },
    ],
});

tours.add("einvoice_inbox_tablet", {
    steps: () => [
        {
            content: "Who, how much, which state, why and what to do: without scrolling",
            trigger: ".o_data_row:contains(Menuiserie Tardy):contains(120.00):contains(To fix)",
        },
        {
            trigger: ".o_data_cell[name=waiting_reason]:contains(Say who the supplier is)",
            run() {
                const { left, right } = this.anchor.getBoundingClientRect();
                if (right > window.innerWidth || right - left < 200) {
                    throw new Error("The reason is out of sight");
                }
            },
        },
        {
            trigger: ".o_list_table:not(:has(th[data-name=number]))",
        },
    ],
});

tours.add("einvoice_inbox_phone", {
    steps: () => [
        {
            content: "A phone shows cards",
            trigger: ".o_kanban_renderer",
        },
        ...UPLOAD,
        {
            content: "A card says what to do",
            trigger:
                ".o_kanban_record:contains(Menuiserie Tardy):contains(Say who the supplier is)",
            run: "click",
        },
        {
            content: "The original can be opened",
            trigger: ".o_einvoice_open_original a",
        },
        ...CREATE_SUPPLIER,
    ],
});
