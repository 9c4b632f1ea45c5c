import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { RecordSelector } from "@web/core/record_selectors/record_selector";

/** Who the supplier is in the books, and by what it was recognised. */
export class SupplierChoice extends Component {
    static template = "einvoice_intake.SupplierChoice";
    static components = { RecordSelector };
    static props = {
        document: { type: Object },
        desk: { type: Object },
    };

    setup() {
        this.state = useState({ isChoosing: false });
    }

    get supplier() {
        return this.props.document.data.supplier;
    }

    get partnerId() {
        return this.props.document.partnerId ?? this.supplier?.id ?? false;
    }

    get domain() {
        return [["is_company", "=", true]];
    }

    get placeholder() {
        return _t("Search the supplier");
    }

    choose(id) {
        this.props.document.partnerId = id || null;
        this.props.desk.changed();
    }
}
