import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const ICONS = {
    upload: "fa-upload",
    mail: "fa-envelope-o",
    folder: "fa-folder-open-o",
    api: "fa-plug",
    platform: "fa-exchange",
};

/** The channel of a document: an icon and its word. */
export class ChannelField extends Component {
    static template = "einvoice_intake.ChannelField";
    static props = { ...standardFieldProps };

    get icon() {
        return ICONS[this.props.record.data[this.props.name]] || "fa-file-o";
    }

    get label() {
        const { record, name } = this.props;
        const option = record.fields[name].selection.find(([key]) => key === record.data[name]);
        return option ? option[1] : "";
    }
}

registry.category("fields").add("einvoice_channel", {
    component: ChannelField,
    supportedTypes: ["selection"],
});
