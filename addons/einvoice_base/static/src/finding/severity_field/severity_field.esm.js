import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const ICONS = {
    block: "fa-ban",
    review: "fa-eye",
    inform: "fa-info-circle",
    done: "fa-check",
};

/** How serious it is: an icon and its word, never a colour alone. */
export class SeverityField extends Component {
    static template = "einvoice_base.SeverityField";
    static props = { ...standardFieldProps };

    get value() {
        return this.props.record.data[this.props.name];
    }

    get icon() {
        return ICONS[this.value];
    }

    get label() {
        const { record, name } = this.props;
        const option = record.fields[name].selection.find(([key]) => key === this.value);
        return option ? option[1] : "";
    }
}

registry.category("fields").add("einvoice_severity", {
    component: SeverityField,
    supportedTypes: ["selection"],
});
