import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** The original beside the decision, where the screen is wide enough for both. */
export class BillOriginal extends Component {
    static template = "einvoice_approval.BillOriginal";
    static props = { ...standardWidgetProps };

    get url() {
        return this.props.record.data.original_url;
    }

    get isPdf() {
        return this.props.record.data.original_mimetype === "application/pdf";
    }

    get isImage() {
        return /^image\/(png|jpeg|gif|webp)$/.test(this.props.record.data.original_mimetype);
    }

    get viewerUrl() {
        return `/web/static/lib/pdfjs/web/viewer.html?file=${encodeURIComponent(this.url)}`;
    }
}

registry.category("view_widgets").add("einvoice_bill_original", {
    component: BillOriginal,
    fieldDependencies: [
        { name: "original_url", type: "char" },
        { name: "original_mimetype", type: "char" },
    ],
});
