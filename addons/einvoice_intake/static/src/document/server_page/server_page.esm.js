import { Component, markup, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * A page that the server renders from the original: read only when it is looked at,
 * so that forms open at once.
 */
export class ServerPage extends Component {
    static template = "einvoice_intake.ServerPage";
    static props = {
        ...standardWidgetProps,
        method: { type: String },
        document: { type: String, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ html: "", isLoading: true });
        // Not awaited: the form shows before the page is there.
        onWillStart(() => void this.load(this.props));
        onWillUpdateProps((next) => {
            if (this.keyOf(next) !== this.keyOf(this.props)) {
                void this.load(next);
            }
        });
    }

    documentOf(props) {
        const { record, document } = props;
        return document ? record.data[document]?.id : record.resId;
    }

    keyOf(props) {
        // A retry keeps the document and changes what stands in it.
        return `${this.documentOf(props)}|${props.record.data.state}|${props.record.data.write_date}`;
    }

    async load(props) {
        const key = this.documentOf(props);
        if (!key) {
            Object.assign(this.state, { html: "", isLoading: false });
            return;
        }
        const html = await this.orm.call("einvoice.document", props.method, [key]);
        Object.assign(this.state, { html: markup(html), isLoading: false });
    }
}

registry.category("view_widgets").add("einvoice_page", {
    component: ServerPage,
    extractProps: ({ attrs }) => ({ method: attrs.method, document: attrs.document }),
});
