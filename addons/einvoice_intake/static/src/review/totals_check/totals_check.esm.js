import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { shown } from "../logic/kinds.esm";

/** Whether lines, VAT and total agree, said in figures, a sign and words. */
export class TotalsCheck extends Component {
    static template = "einvoice_intake.TotalsCheck";
    static props = {
        totals: { type: [Object, { value: null }] },
        currency: { type: [Object, { value: null }], optional: true },
    };

    get parts() {
        const { lines, net, vat, gross } = this.props.totals;
        return [
            { name: "lines", label: _t("Lines"), text: this.amount(lines) },
            { name: "net", label: _t("Without VAT"), text: this.amount(net) },
            { name: "vat", label: _t("VAT"), text: this.amount(vat) },
            { name: "gross", label: _t("With VAT"), text: this.withCurrency(gross) },
        ];
    }

    get verdict() {
        const { ok, difference } = this.props.totals;
        if (ok) {
            return _t("The totals agree.");
        }
        return difference
            ? _t("The totals differ by %s.", this.amount(difference))
            : _t("The totals cannot be checked yet.");
    }

    get isUnknown() {
        const { ok, difference } = this.props.totals;
        return !ok && !difference;
    }

    withCurrency(value) {
        return `${this.amount(value)} ${this.props.currency?.name ?? ""}`.trim();
    }

    amount(value) {
        return value ? shown(String(value), "amount", this.props.currency?.decimals ?? 2) : "–";
    }
}
