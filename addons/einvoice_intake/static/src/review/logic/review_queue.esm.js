/** The documents one after the other: the next is there before it is asked for. */

const MODEL = "einvoice.document";

/** Ask the browser for the pictures that will be looked at first. */
function fetchPictures(data) {
    for (const page of data.pages.slice(0, 2)) {
        new Image().src = page.url;
    }
}

export class ReviewQueue {
    /** @param {{call: Function}} orm */
    constructor(orm) {
        this.orm = orm;
        this.ahead = new Map();
    }

    /** Return the document that has waited longest for a person; undefined without any. */
    async first() {
        const waiting = [["is_reviewable", "=", true]];
        const order = "received_at, id";
        const [id] = await this.orm.search(MODEL, waiting, { order, limit: 1 });
        return id;
    }

    /** Return what `review_load` says; from what was loaded ahead, once. */
    async load(id) {
        const waiting = this.ahead.get(id);
        this.ahead.delete(id);
        return (await waiting) || this.fetch(id);
    }

    fetch(id) {
        return this.orm.call(MODEL, "review_load", [[id]]);
    }

    /** Load a document ahead; a failure shows when it is opened, not now. */
    prepare(id) {
        if (!id || this.ahead.has(id)) {
            return;
        }
        this.ahead.clear();
        const loading = this.orm.silent.call(MODEL, "review_load", [[id]]).then((data) => {
            fetchPictures(data);
            return data;
        });
        this.ahead.set(id, loading.catch(() => null));
    }

    /** Return what was loaded ahead and leave it there; null where nothing was. */
    async peek(id) {
        return (await this.ahead.get(id)) ?? null;
    }

    forget() {
        this.ahead.clear();
    }

    check(document) {
        return this.orm.silent.call(MODEL, "review_check", [[document.id], document.values]);
    }

    async save(document) {
        const { changes } = document;
        await this.orm.silent.call(MODEL, "review_save", [[document.id], document.values]);
        document.kept = Math.max(document.kept, changes);
    }

    /** Save while the page is being closed; false where it is too much for that. */
    saveOnClose(document) {
        const params = {
            model: MODEL,
            method: "review_save",
            args: [[document.id], document.values],
            kwargs: {},
        };
        const request = { jsonrpc: "2.0", method: "call", params };
        const body = new Blob([JSON.stringify(request)], { type: "application/json" });
        return navigator.sendBeacon(`/web/dataset/call_kw/${MODEL}/review_save`, body);
    }

    confirm(document) {
        return this.orm.call(MODEL, "review_confirm", [[document.id], document.values]);
    }

    /** Return the dialog that asks for the reason of a rejection. */
    askReject(document) {
        return this.orm.call(MODEL, "action_ask_reject", [[document.id]]);
    }

    split(document, parts) {
        return this.orm.call(MODEL, "review_split", [[document.id], parts]);
    }
}
