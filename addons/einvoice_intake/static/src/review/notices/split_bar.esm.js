import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** Pages as a person says them: `1-2`, `3`, `4+6`. */
export function pagesAsWords(part) {
    const isRun = part.every((number, place) => number === part[0] + place);
    return isRun && part.length > 1 ? `${part[0]}-${part.at(-1)}` : part.join("+");
}

/** A file that seems to hold several invoices is cut, or not, by a person. */
export class SplitBar extends Component {
    static template = "einvoice_intake.SplitBar";
    static props = {
        parts: { type: Array },
        onSplit: { type: Function },
        onKeep: { type: Function },
        isBusy: { type: Boolean },
    };

    get sentence() {
        return _t("This file seems to hold %(count)s invoices: pages %(pages)s.", {
            count: this.props.parts.length,
            pages: this.props.parts.map(pagesAsWords).join(", "),
        });
    }
}
