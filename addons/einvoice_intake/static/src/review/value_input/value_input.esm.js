import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { hasTouch } from "@web/core/browser/feature_detection";
import { _t } from "@web/core/l10n/translation";
import { isNumeric } from "../logic/kinds.esm";

const TYPES = [
    ["380", _t("Invoice")],
    ["381", _t("Credit note")],
    ["386", _t("Deposit invoice")],
];

/** Return what a key does to the last step: take it back or do it again; null for none. */
function stepOf(ev) {
    const key = ev.key.toLowerCase();
    if (ev.altKey || !(ev.ctrlKey || ev.metaKey)) {
        return null;
    }
    if (key === "z") {
        return ev.shiftKey ? "redo" : "undo";
    }
    return key === "y" ? "redo" : null;
}

/** One value: its input, and a mark with words where a person must look. */
export class ValueInput extends Component {
    static template = "einvoice_intake.ValueInput";
    static props = {
        stop: { type: Object },
        desk: { type: Object },
        document: { type: Object },
        onKey: { type: Function },
        isTabStop: { type: Boolean, optional: true },
    };

    setup() {
        this.input = useRef("input");
        // Drawn again when its own value changes, and no other.
        this.cell = useState(this.props.stop.cell);
        this.document = useState(this.props.document);
        onMounted(() => {
            // On a touch screen the keyboard would hide the page.
            if (this.isCurrent && !hasTouch()) {
                this.input.el.focus();
            }
        });
    }

    get key() {
        return this.props.stop.key;
    }

    get isCurrent() {
        return this.document.currentKey === this.key;
    }

    get isChoice() {
        return this.cell.kind === "type";
    }

    get choices() {
        const isKnown = !this.cell.value || TYPES.some(([code]) => code === this.cell.value);
        return isKnown ? TYPES : [...TYPES, [this.cell.value, this.cell.value]];
    }

    get isNumeric() {
        return isNumeric(this.cell.kind);
    }

    get tabIndex() {
        return this.props.isTabStop || this.cell.isOpen || this.isCurrent ? 0 : -1;
    }

    get percent() {
        return this.cell.confidence === null ? null : Math.round(this.cell.confidence * 100);
    }

    /** What is to do about the value, in words; empty where nothing is. */
    get remark() {
        const { cell } = this;
        if (cell.isWrong) {
            return cell.kind === "date"
                ? _t("This is not a date that can be understood.")
                : _t("This is not a number that can be understood.");
        }
        if (cell.isOpen && cell.isEmpty) {
            return _t("Missing: type it, or click it on the page.");
        }
        if (!cell.isOpen) {
            return "";
        }
        const why = cell.why ?? _t("not surely read");
        if (this.percent === null) {
            return _t("Please check: %s.", why);
        }
        const { percent } = this;
        // Beside named values, the doubled sign stays doubled.
        return _t("Please check: %(why)s (%(percent)s %% certain).", { why, percent }).replace(
            "%%",
            "%"
        );
    }

    get confirmLabel() {
        return _t("Right as it is: %s", this.props.stop.label);
    }

    get hint() {
        if (this.remark || this.percent === null || this.cell.isTouched) {
            return this.remark || undefined;
        }
        return _t("%s %% certain", this.percent);
    }

    onInput(ev) {
        this.cell.type(ev.target.value);
        this.props.desk.changed();
    }

    onChoose(ev) {
        this.cell.choose(ev.target.value);
        this.props.desk.changed();
    }

    onFocus(ev) {
        this.props.desk.select(this.key);
        this.cell.remember();
        ev.target.select?.();
    }

    onBlur() {
        this.cell.settle();
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            this.cell.restore();
            this.props.desk.changed();
            return;
        }
        const takesBack = stepOf(ev);
        if (takesBack) {
            ev.preventDefault();
            if (this.cell[takesBack]()) {
                this.props.desk.changed();
            }
            return;
        }
        this.props.onKey(ev, this.props.stop);
    }

    /** The value is right as it is. */
    onConfirm() {
        this.props.desk.confirmValue(this.props.stop);
    }
}
