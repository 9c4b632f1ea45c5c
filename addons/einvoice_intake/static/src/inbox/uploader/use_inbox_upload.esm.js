import { useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";

const ROUTE = "/einvoice/inbox/upload";
// One request carries so much; a larger file goes alone.
const BATCH_FILES = 20;
const BATCH_BYTES = 50 * 1024 * 1024;

/** Cut files into batches, so that a long upload shows its first results early. */
export function batchesOf(files) {
    const batches = [];
    let bytes = 0;
    for (const file of files) {
        const last = batches.at(-1);
        if (!last || last.length === BATCH_FILES || bytes + file.size > BATCH_BYTES) {
            batches.push([file]);
            bytes = file.size;
        } else {
            last.push(file);
            bytes += file.size;
        }
    }
    return batches;
}

/**
 * Give a view the upload of files through the one door.
 *
 * @param {() => Promise} reload called after each batch
 * @returns {{state: {percent: number|false}, send: (files: Iterable<File>) => Promise}}
 */
export function useInboxUpload(reload) {
    const fileUpload = useService("file_upload");
    const notification = useService("notification");
    const action = useService("action");
    const state = useState({ percent: false });

    async function sendBatch(files, sent, total) {
        const upload = await fileUpload.upload(ROUTE, files, {
            buildFormData: (data) => data.append("company_id", user.activeCompany.id),
            displayErrorNotification: false,
        });
        upload.xhr.upload.addEventListener("progress", (ev) => {
            const done = sent + (ev.loaded / ev.total) * files.length;
            state.percent = Math.min(99, Math.round((done / total) * 100));
        });
        await new Promise((resolve) =>
            upload.xhr.addEventListener("loadend", resolve)
        );
        if (upload.xhr.status !== 200) {
            throw new Error(errorOf(upload.xhr));
        }
        return JSON.parse(upload.xhr.responseText).documents;
    }

    function errorOf(xhr) {
        if (xhr.status === 413) {
            return _t("The files are larger than the server takes.");
        }
        try {
            return JSON.parse(xhr.responseText).error;
        } catch {
            return _t("The upload broke off. Nothing that arrived is lost; send the rest again.");
        }
    }

    function tell(documents) {
        const bills = documents.filter((each) => each.bill_id).length;
        const waits = documents.filter((each) => each.waits).length;
        const read = documents.filter((each) => each.state === "reading").length;
        const copies = documents.filter((each) => each.state === "duplicate").length;
        const parts = [
            bills && _t("bills made: %s", bills),
            read && _t("being read: %s", read),
            waits && _t("waiting for you: %s", waits),
            copies && _t("already here: %s", copies),
        ].filter(Boolean);
        const buttons =
            documents.length === 1
                ? [{ name: _t("Open"), primary: true, onClick: () => open(documents[0]) }]
                : [];
        notification.add(parts.join(", ") || documents[0]?.reason || "", {
            title: _t("Files received: %s", documents.length),
            type: waits ? "warning" : "success",
            buttons,
        });
    }

    function open(document) {
        return action.doAction({
            type: "ir.actions.act_window",
            res_model: "einvoice.document",
            res_id: document.id,
            views: [[false, "form"]],
        });
    }

    async function send(fileList) {
        const files = [...fileList];
        if (!files.length || state.percent !== false) {
            return;
        }
        const documents = [];
        state.percent = 0;
        try {
            for (const batch of batchesOf(files)) {
                documents.push(...(await sendBatch(batch, documents.length, files.length)));
                await reload();
            }
        } catch (error) {
            notification.add(error.message, { type: "danger", sticky: true });
        } finally {
            state.percent = false;
        }
        if (documents.length) {
            tell(documents);
        }
    }

    return { state, send };
}
