import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

// What asks nothing of the person who looks at the list.
const NOTHING = ["none", "wait"];

/** Why a document waits, and below it what is to be done. */
export class ReasonField extends Component {
    static template = "einvoice_intake.ReasonField";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    get data() {
        return this.props.record.data;
    }

    get reason() {
        return this.data[this.props.name];
    }

    get todo() {
        const { todo } = this.data;
        if (!todo || NOTHING.includes(todo)) {
            return "";
        }
        return this.props.record.fields.todo.selection.find(([key]) => key === todo)?.[1] ?? "";
    }

    /** A review is done at once, without the form of the document. */
    get isReview() {
        return this.data.todo === "review" && this.data.can_process;
    }

    onReview() {
        const { resModel, resId } = this.props.record;
        return this.action.doActionButton({
            type: "object",
            name: "action_review",
            resModel,
            resId,
        });
    }
}

registry.category("fields").add("einvoice_reason", {
    component: ReasonField,
    supportedTypes: ["char"],
    fieldDependencies: [
        { name: "todo", type: "selection" },
        { name: "can_process", type: "boolean" },
    ],
});
