import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const IMAGES = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/** The original inside its tab, for screens too narrow for the preview beside. */
export class OriginalPreview extends Component {
    static template = "einvoice_intake.OriginalPreview";
    static props = { ...standardWidgetProps };

    get url() {
        return this.props.record.data.original_url;
    }

    get isPdf() {
        return this.props.record.data.original_mimetype === "application/pdf";
    }

    get isImage() {
        return IMAGES.includes(this.props.record.data.original_mimetype);
    }

    get viewerUrl() {
        return `/web/static/lib/pdfjs/web/viewer.html?file=${encodeURIComponent(this.url)}`;
    }
}

registry.category("view_widgets").add("einvoice_original", {
    component: OriginalPreview,
    fieldDependencies: [
        { name: "original_url", type: "char" },
        { name: "original_mimetype", type: "char" },
    ],
});
