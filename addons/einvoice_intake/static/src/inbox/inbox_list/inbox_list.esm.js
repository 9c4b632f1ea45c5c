import { registry } from "@web/core/registry";
import { listView } from "@web/views/list/list_view";
import { withUpload } from "../uploader/with_upload.esm";
import { InboxListRenderer } from "./inbox_list_renderer.esm";

export class InboxListController extends withUpload(listView.Controller) {}

registry.category("views").add("einvoice_inbox_list", {
    ...listView,
    Controller: InboxListController,
    Renderer: InboxListRenderer,
    buttonTemplate: "einvoice_intake.InboxList.Buttons",
});
