import { Component } from "@odoo/owl";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const IMAGES = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/** How an original is shown; each screen has a template of its own. */
export class Original extends Component {
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

/** What a form must read so that it can be shown. */
export const ORIGINAL_FIELDS = [
    { name: "original_url", type: "char" },
    { name: "original_mimetype", type: "char" },
];
