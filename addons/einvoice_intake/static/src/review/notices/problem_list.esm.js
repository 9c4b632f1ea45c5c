import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

const SEVERITIES = {
    block: { icon: "fa-ban", word: _t("Blocking") },
    review: { icon: "fa-eye", word: _t("To review") },
    inform: { icon: "fa-info-circle", word: _t("For information") },
};

/** What is wrong with the document, and what to do about it. */
export class ProblemList extends Component {
    static template = "einvoice_intake.ProblemList";
    static props = { problems: { type: Array } };

    severityOf(problem) {
        return SEVERITIES[problem.severity] ?? SEVERITIES.review;
    }
}
