import { registry } from "@web/core/registry";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { withUpload } from "../uploader/with_upload.esm";

export class InboxKanbanController extends withUpload(kanbanView.Controller) {}

registry.category("views").add("einvoice_inbox_kanban", {
    ...kanbanView,
    Controller: InboxKanbanController,
    buttonTemplate: "einvoice_intake.InboxKanban.Buttons",
});
