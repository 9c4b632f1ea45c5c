import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const wordOf = (text) => `.o_einvoice_word[data-text="${text}"]`;
const fieldOf = (path) => `.o_einvoice_field input[data-key="${path}"]`;
const cellOf = (row, column) =>
    `[data-table=lines] tbody tr:nth-child(${row}) [data-column=${column}] input`;

/** Click a word with Shift, which adds it to the words before. */
async function addWord() {
    const { x, y, width, height } = this.anchor.getBoundingClientRect();
    const place = { clientX: x + width / 2, clientY: y + height / 2 };
    this.anchor.dispatchEvent(new MouseEvent("click", { bubbles: true, shiftKey: true, ...place }));
}

const FILL = [
    {
        content: "The page stands beside its fields",
        trigger: ".o_einvoice_viewer image",
    },
    {
        content: "What was not found is marked in words",
        trigger: `.o_einvoice_value_open:has([data-key="number"]) .visually-hidden:contains(Missing)`,
    },
    {
        trigger: fieldOf("seller.name"),
        run: "click",
    },
    {
        content: "A word of the page fills the field",
        trigger: wordOf("Menuiserie"),
        run: "click",
    },
    {
        trigger: fieldOf("seller.name") + ":value(Menuiserie)",
    },
    {
        content: "Another one follows it",
        trigger: wordOf("Tardy"),
        run: addWord,
    },
    {
        trigger: fieldOf("seller.name") + ":value(Menuiserie Tardy)",
    },
    {
        content: "The place of the value is shown on the page",
        trigger: ".o_einvoice_mark_target",
    },
];

/** Type a line, from its description to its amount. */
function typeLine(row, name, net) {
    const values = { name, quantity: "1", price: net, vat_rate: "20", net };
    return Object.entries(values).map(([column, value]) => ({
        trigger: cellOf(row, column),
        run: `edit ${value}`,
    }));
}

const FIRST_LINE = {
    content: "The line that was found, or a new one",
    trigger: ".o_einvoice_line_table[data-table=lines]",
    run() {
        if (!this.anchor.querySelector("tbody tr")) {
            this.anchor.querySelector(".o_einvoice_line_add").click();
        }
    },
};

const EDIT_LINES = [
    FIRST_LINE,
    ...typeLine(1, "Papier", "90"),
    {
        content: "The totals are checked while typing",
        trigger: ".o_einvoice_not_ok:contains(The lines differ)",
    },
    {
        content: "Enter makes a new line",
        trigger: cellOf(1, "net"),
        run: "press Enter",
    },
    {
        trigger: cellOf(2, "name") + ":focus",
        run: "edit Port",
    },
    {
        content: "Tab goes to the next cell",
        trigger: cellOf(2, "name"),
        run: "press Tab",
    },
    {
        trigger: cellOf(2, "quantity") + ":focus",
    },
    ...typeLine(2, "Port", "10"),
    {
        trigger: ".o_einvoice_ok:contains(The totals agree)",
    },
    {
        trigger: cellOf(2, "net"),
        run: "press Enter",
    },
    {
        trigger: cellOf(3, "name") + ":focus",
    },
    {
        content: "A word of the page fills a cell, too",
        trigger: wordOf("Tardy"),
        run: "click",
    },
    {
        content: "A line too many goes with the keyboard",
        trigger: cellOf(3, "name") + ":value(Tardy):focus",
        run: "press Control+Delete",
    },
    {
        trigger: "[data-table=lines] tbody:not(:has(tr:nth-child(3)))",
    },
];

const SUPPLIER_NAME = ".modal .o_field_widget[name=name] input:value(Menuiserie Tardy)";

const NEXT_IS_THERE = [
    {
        content: "The next document is there",
        trigger: ".o_einvoice_review:not(:has(.modal)) " + wordOf("F-SECOND"),
    },
    {
        trigger: "body:not(:has(.modal))",
    },
];

const CREATE_BY_KEYS = [
    {
        content: "The supplier is asked for, and Ctrl+Enter creates him",
        trigger: SUPPLIER_NAME,
        run: "press Control+Enter",
    },
    ...NEXT_IS_THERE,
];

const CREATE_BY_CLICK = [
    {
        trigger: SUPPLIER_NAME,
    },
    {
        trigger: ".modal button[name=action_create]",
        run: "click",
    },
    ...NEXT_IS_THERE,
];

/** What was typed goes back and comes again, also after it was written with decimals. */
const UNDO = [
    {
        trigger: fieldOf("totals.gross"),
        run: "edit 1234",
    },
    {
        content: "Left, it is written with its decimals",
        trigger: fieldOf("totals.vat"),
        run: "click",
    },
    {
        trigger: fieldOf("totals.gross") + ":value(1,234.00)",
        run: "click",
    },
    {
        trigger: fieldOf("totals.gross"),
        run: "press Control+z",
    },
    {
        trigger: fieldOf("totals.gross") + ":value(120.00)",
        run: "press Control+y",
    },
    {
        trigger: fieldOf("totals.gross") + ":value(1,234.00)",
        run: "press Control+z",
    },
    {
        trigger: fieldOf("totals.gross") + ":value(120.00)",
    },
];

const REJECT = [
    {
        content: "The list leads to the review",
        trigger: ".o_data_row .o_einvoice_todo_line button:contains(Review)",
        run: "click",
    },
    {
        trigger: ".o_einvoice_viewer " + wordOf("F-NEW"),
    },
    {
        content: "The reason is asked for; Escape leaves everything as it is",
        trigger: ".o_einvoice_reject",
        run: "click",
    },
    {
        trigger: ".modal .o_field_widget[name=comment] input",
        run: "press Escape",
    },
    {
        trigger: "body:not(:has(.modal)) " + wordOf("F-NEW"),
    },
    {
        trigger: ".o_einvoice_reject:not(:disabled)",
        run: "click",
    },
    {
        trigger: ".modal .o_field_widget[name=kind] input[data-value=no_invoice]",
        run: "click",
    },
    {
        trigger: ".modal .o_field_widget[name=comment] input",
        run: "press Control+Enter",
    },
];

tours.add("einvoice_review_reject", {
    steps: () => [
        ...REJECT,
        ...NEXT_IS_THERE,
        {
            trigger: ".o_notification:contains(It is not an invoice)",
        },
        {
            trigger: fieldOf("seller.name"),
            run: "edit Menuiserie Tardy",
        },
        {
            trigger: fieldOf("number"),
            run: "edit F-SECOND",
        },
        {
            trigger: fieldOf("number"),
            run: "press Control+Enter",
        },
        {
            content: "Escape abandons the question for the supplier",
            trigger: SUPPLIER_NAME,
            run: "press Escape",
        },
        {
            trigger: "body:not(:has(.modal)) .o_einvoice_review",
        },
    ],
});

tours.add("einvoice_review", {
    steps: () => [
        ...FILL,
        {
            content: "Enter goes to the next value that is not sure",
            trigger: fieldOf("seller.name") + ":focus",
            run: "press Enter",
        },
        {
            trigger: ".o_einvoice_value_open " + '[data-key="number"]:focus',
        },
        {
            trigger: wordOf("F-NEW"),
            run: "click",
        },
        {
            trigger: fieldOf("number") + ":value(F-NEW):focus",
            run: "press Enter",
        },
        ...UNDO,
        ...EDIT_LINES,
        {
            trigger: cellOf(2, "name"),
            run: "press Control+Enter",
        },
        ...CREATE_BY_KEYS,
    ],
});

tours.add("einvoice_review_touch", {
    steps: () => [
        ...FILL,
        {
            trigger: fieldOf("number"),
            run: "click",
        },
        {
            trigger: wordOf("F-NEW"),
            run: "click",
        },
        {
            trigger: ".o_einvoice_value_done " + '[data-key="number"]:value(F-NEW)',
        },
        {
            trigger: ".o_einvoice_zoom_in",
            run: "click",
        },
        FIRST_LINE,
        ...typeLine(1, "Papier recyclé", "100"),
        {
            trigger: ".o_einvoice_ok:contains(The totals agree)",
        },
        {
            trigger: ".o_einvoice_confirm",
            run: "click",
        },
        ...CREATE_BY_CLICK,
    ],
});

tours.add("einvoice_review_scan", {
    steps: () => [
        {
            trigger: fieldOf("number"),
            run: "click",
        },
        {
            content: "The number stands where no label says so",
            trigger: wordOf("A/771"),
            run: "click",
        },
        {
            trigger: fieldOf("number") + ":value(A/771)",
        },
        {
            content: "The supplier is asked for",
            trigger: fieldOf("number"),
            run: "press Control+Enter",
        },
        {
            trigger: SUPPLIER_NAME,
        },
        {
            trigger: ".modal button[name=action_create]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)):not(:has(.o_einvoice_viewer image))",
        },
    ],
});

tours.add("einvoice_review_open", {
    steps: () => [
        {
            trigger: fieldOf("number"),
            run: "press Control+Enter",
        },
        {
            content: "What nobody looked at is named, and nothing is confirmed",
            trigger: '.o_einvoice_notice[role="alert"]:contains(Nobody looked at: Number)',
        },
        {
            trigger: ".o_einvoice_confirm",
            run: "click",
        },
        {
            content: "Confirmed once more, it is taken as it stands",
            trigger: SUPPLIER_NAME,
        },
    ],
});
