import { AccountFileUploader } from "@account/components/account_file_uploader/account_file_uploader";
import { patch } from "@web/core/utils/patch";

patch(AccountFileUploader.prototype, {
    setup() {
        super.setup();
        // The file is the supplier's original: an image keeps its bytes.
        const { orm } = this;
        this.orm = Object.create(orm, {
            create: {
                value: (model, records, kwargs = {}) =>
                    orm.create(model, records, {
                        ...kwargs,
                        context: { ...kwargs.context, image_no_postprocess: true },
                    }),
            },
        });
    },
});
