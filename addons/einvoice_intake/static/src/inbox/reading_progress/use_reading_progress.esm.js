import { onMounted, onWillUnmount } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";

const EVERY = 5000;

/** Return the records that a list or a board shows, in groups or not. */
function shownRecords(root) {
    return root.groups
        ? root.groups.flatMap((group) => group.list?.records ?? [])
        : root.records;
}

/**
 * Show how far the reading of pages is: load again while something is being read, a
 * person looks at the page, and has selected nothing that would be lost.
 */
export function useReadingProgress(getModel) {
    let timer = null;
    const wait = () => {
        timer = browser.setTimeout(look, EVERY);
    };
    let isThere = true;
    const look = async () => {
        const model = getModel();
        const records = shownRecords(model.root);
        const isRead = records.some((record) => record.data.state === "reading");
        const isSelected = records.some((record) => record.selected);
        if (isRead && !isSelected && document.visibilityState === "visible") {
            await model.root.load();
        }
        if (isThere) {
            wait();
        }
    };
    onMounted(wait);
    onWillUnmount(() => {
        isThere = false;
        browser.clearTimeout(timer);
    });
}
