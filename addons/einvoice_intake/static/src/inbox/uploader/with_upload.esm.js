import { onWillStart } from "@odoo/owl";
import { useDropzone } from "@web/core/dropzone/dropzone_hook";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { InboxUploader } from "./uploader.esm";
import { useReadingProgress } from "../reading_progress/use_reading_progress.esm";
import { useInboxUpload } from "./use_inbox_upload.esm";

/** Add the upload button and the drop zone to the controller of a view. */
export function withUpload(Controller) {
    return class extends Controller {
        static components = { ...Controller.components, InboxUploader };

        setup() {
            super.setup();
            this.upload = useInboxUpload(() => this.model.load());
            useReadingProgress(() => this.model);
            this.actions = useService("action");
            this.canUpload = false;
            onWillStart(async () => {
                this.canUpload = await user.hasGroup("einvoice_base.group_processor");
            });
            useDropzone(
                this.rootRef,
                (ev) => this.upload.send(ev.dataTransfer.files),
                "o_einvoice_dropzone",
                () => this.canUpload
            );
        }

        /** Check one paper document after the other, from the one that waits longest. */
        reviewWaiting() {
            return this.actions.doAction("einvoice_intake.einvoice_review_action");
        }
    };
}
