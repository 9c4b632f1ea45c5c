import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { isNumeric } from "../logic/kinds.esm";
import { ValueInput } from "../value_input/value_input.esm";

/** A table of values worked on with the keyboard alone. */
export class LineTable extends Component {
    static template = "einvoice_intake.LineTable";
    static components = { ValueInput };
    static props = {
        name: { type: String },
        table: { type: Object },
        document: { type: Object },
        desk: { type: Object },
    };

    setup() {
        this.state = useState({ isComplete: false });
        this.onKey = this.onKey.bind(this);
        // The same object for the same cell: only what changes is drawn again.
        this.known = new WeakMap();
    }

    get title() {
        return this.props.name === "lines" ? _t("Lines") : _t("VAT per rate");
    }

    get addLabel() {
        return this.props.name === "lines" ? _t("Add a line") : _t("Add a rate");
    }

    removeLabel(number) {
        return _t("Remove row %s", number);
    }

    isNumeric(column) {
        return isNumeric(column.kind);
    }

    /** Columns without any value are left out until they are asked for. */
    get columns() {
        const { columns, rows } = this.props.table;
        const always = new Set(["name", "quantity", "price", "net", "vat_rate"]);
        if (this.state.isComplete || this.props.name === "taxes") {
            return columns;
        }
        return columns.filter(
            ({ name }) => always.has(name) || rows.some((row) => !row.cells[name].isEmpty)
        );
    }

    get hasMore() {
        return this.columns.length < this.props.table.columns.length;
    }

    stopOf(row, column) {
        const { table } = this.props;
        const cell = row.cells[column.name];
        if (!this.known.has(cell)) {
            const key = table.keyOf(row, column.name);
            this.known.set(cell, { key, cell, label: column.label, table, row });
        }
        return this.known.get(cell);
    }

    add(after = null) {
        const { table, desk } = this.props;
        const row = table.add(after);
        desk.changed();
        desk.focus(table.keyOf(row, this.columns[0].name));
    }

    remove(row) {
        const { table, desk } = this.props;
        const place = table.rows.findIndex((each) => each.id === row.id);
        table.remove(row);
        desk.changed();
        const near = table.rows[Math.min(place, table.rows.length - 1)];
        desk.focus(near ? table.keyOf(near, this.columns[0].name) : null);
    }

    move(stop, across, down) {
        const { table, desk } = this.props;
        const name = stop.key.split(".").at(-1);
        const column = this.columns[this.columns.findIndex((each) => each.name === name) + across];
        const row = table.rows[table.rows.findIndex((each) => each.id === stop.row.id) + down];
        if (!column || !row) {
            return false;
        }
        desk.focus(table.keyOf(row, column.name));
        return true;
    }

    /** Tab goes through the row and on to the next one; after the last it leaves. */
    tab(stop, step) {
        if (this.move(stop, step, 0)) {
            return true;
        }
        return this.move(stop, step * (1 - this.columns.length), step);
    }

    enter(stop, step) {
        const { desk, document } = this.props;
        if (document.currentWasOpen || step < 0) {
            desk.confirmValue(stop, step);
        } else if (!this.move(stop, 0, 1)) {
            stop.cell.settle();
            this.add(stop.row);
        }
        return true;
    }

    /** An arrow leaves the cell where the caret cannot go on, or all text is selected. */
    sideways(ev, stop, step) {
        const { selectionStart, selectionEnd, value } = ev.target;
        const isAll = selectionStart === 0 && selectionEnd === value.length;
        const isEdge = selectionStart === selectionEnd && selectionEnd === (step > 0 ? value.length : 0);
        return (isAll || isEdge) && this.move(stop, step, 0);
    }

    onKey(ev, stop) {
        if (ev.altKey || ev.metaKey) {
            return;
        }
        if (ev.ctrlKey) {
            if (ev.key === "Delete" || ev.key === "Backspace") {
                ev.preventDefault();
                this.remove(stop.row);
            }
            return;
        }
        const step = ev.shiftKey ? -1 : 1;
        const moves = {
            Enter: () => this.enter(stop, step),
            Tab: () => this.tab(stop, step),
            ArrowDown: () => this.move(stop, 0, 1) || this.props.desk.step(stop, this.columns.length),
            ArrowUp: () => this.move(stop, 0, -1) || this.leaveUp(stop),
            ArrowRight: () => !ev.shiftKey && this.sideways(ev, stop, 1),
            ArrowLeft: () => !ev.shiftKey && this.sideways(ev, stop, -1),
        };
        if (moves[ev.key]?.()) {
            ev.preventDefault();
        }
    }

    leaveUp(stop) {
        return this.props.desk.step({ key: this.props.table.stops[0].key, cell: stop.cell }, -1);
    }
}
