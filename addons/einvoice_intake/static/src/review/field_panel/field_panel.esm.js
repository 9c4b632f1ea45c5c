import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { LineTable } from "../line_table/line_table.esm";
import { ValueInput } from "../value_input/value_input.esm";
import { SupplierChoice } from "./supplier_choice.esm";

const GROUPS = {
    document: _t("Document"),
    supplier: _t("Supplier"),
    amounts: _t("Amounts"),
    payment: _t("Payment"),
    references: _t("References"),
    buyer: _t("Your company"),
};

/** The fields in the order an accountant reads, then the lines. */
export class FieldPanel extends Component {
    static template = "einvoice_intake.FieldPanel";
    static components = { LineTable, SupplierChoice, ValueInput };
    static props = {
        document: { type: Object },
        desk: { type: Object },
        slots: { type: Object, optional: true },
    };

    setup() {
        this.onKey = this.onKey.bind(this);
    }

    get groups() {
        const { document } = this.props;
        return document.groups.map((name) => ({
            name,
            title: GROUPS[name] ?? name,
            fields: document.fieldsOf(name),
        }));
    }

    onKey(ev, stop) {
        const { desk } = this.props;
        if (ev.ctrlKey || ev.metaKey || ev.altKey) {
            return;
        }
        const isChoice = stop.cell.kind === "type";
        const moves = {
            Enter: () => desk.confirmValue(stop, ev.shiftKey ? -1 : 1),
            ArrowDown: () => !isChoice && desk.step(stop, 1),
            ArrowUp: () => !isChoice && desk.step(stop, -1),
        };
        if (moves[ev.key] && moves[ev.key]() !== false) {
            ev.preventDefault();
        }
    }
}
