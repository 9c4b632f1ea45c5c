/**
 * Choose a user: by typing on a screen, from a list of cards on a phone.
 *
 * A field that takes several shows each as a tag, another its name. The list of the
 * field before may still be open: only the field's own list is looked at.
 */
export const user = (field, name, isPhone, chosen = `input:value(${name})`) => [
    {
        trigger: `.modal .o_field_widget[name=${field}] input`,
        run: isPhone ? "click" : `edit ${name}`,
    },
    {
        trigger: isPhone
            ? `.modal .o_kanban_record:contains(${name})`
            : `.modal .o_field_widget[name=${field}] .o-autocomplete--dropdown-item:contains(${name})`,
        run: "click",
    },
    {
        content: "It is chosen",
        trigger: `.modal:not(:has(.o_kanban_renderer)) .o_field_widget[name=${field}]:has(${chosen})`,
    },
];

/** A phone shows the choices above the window, where a tour may not click. */
export const choose = (words) => async () => {
    const found = () =>
        [...document.querySelectorAll(".o_select_menu_item")].find((each) =>
            each.textContent.includes(words)
        );
    while (!found()) {
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    found().click();
};

export const wide = () => {
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
