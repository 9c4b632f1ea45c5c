import { Original, ORIGINAL_FIELDS } from "@einvoice_base/original/original.esm";
import { registry } from "@web/core/registry";

/** The original inside its tab, for screens too narrow for the preview beside. */
export class OriginalPreview extends Original {
    static template = "einvoice_intake.OriginalPreview";
}

registry.category("view_widgets").add("einvoice_original", {
    component: OriginalPreview,
    fieldDependencies: ORIGINAL_FIELDS,
});
