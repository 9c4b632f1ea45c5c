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
        if (this.isUnknown) {
            return _t("The totals cannot be checked yet.");
        }
        if (difference) {
            return _t("The total with VAT differs by %s.", this.amount(difference));
        }
        return this.gapOfLines
            ? _t("The lines differ from the total by %s.", this.amount(this.gapOfLines))
            : _t("The VAT per rate does not add up.");
    }

    /** By how much the lines are more than the total without VAT; empty where they agree. */
    get gapOfLines() {
        const { lines, net } = this.props.totals;
        const decimals = this.props.currency?.decimals ?? 2;
        const gap = (Number(lines) - Number(net)).toFixed(decimals);
        return lines && net && Number(gap) ? gap : "";
    }

    get isUnknown() {
        const { ok, net, gross } = this.props.totals;
        return !ok && !(net && gross);
    }

    withCurrency(value) {
        return `${this.amount(value)} ${this.props.currency?.name ?? ""}`.trim();
    }

    amount(value) {
        return value ? shown(String(value), "amount", this.props.currency?.decimals ?? 2) : "–";
    }
}
