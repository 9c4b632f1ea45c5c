import { Component, useRef } from "@odoo/owl";

/** The button that takes files in; the files go through the one door. */
export class InboxUploader extends Component {
    static template = "einvoice_intake.InboxUploader";
    static props = {
        upload: { type: Object },
    };

    setup() {
        this.input = useRef("input");
    }

    get percent() {
        return this.props.upload.state.percent;
    }

    onClick() {
        this.input.el.click();
    }

    async onChange(ev) {
        const files = [...ev.target.files];
        // The same file may be chosen again after a correction.
        ev.target.value = "";
        await this.props.upload.send(files);
    }
}
