import { Original, ORIGINAL_FIELDS } from "@einvoice_base/original/original.esm";
import { registry } from "@web/core/registry";

/** The original beside the decision, where the screen is wide enough for both. */
export class BillOriginal extends Original {
    static template = "einvoice_approval.BillOriginal";
}

registry.category("view_widgets").add("einvoice_bill_original", {
    component: BillOriginal,
    fieldDependencies: ORIGINAL_FIELDS,
});
