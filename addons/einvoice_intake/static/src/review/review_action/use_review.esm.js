import { onWillDestroy, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
import { useService } from "@web/core/utils/hooks";
import { debounce } from "@web/core/utils/timing";
import { ReviewDocument } from "../logic/review_document.esm";
import { ReviewQueue } from "../logic/review_queue.esm";

const CHECK_AFTER = 250;
const SAVE_AFTER = 4000;
const READ_AGAIN_AFTER = 2000;

/** The words of an error for a person. */
function sentenceOf(error) {
    if (error instanceof RPCError) {
        return error.data?.message || error.message;
    }
    return _t("The server cannot be reached. What you typed stays here; try again.");
}

/**
 * Documents one after the other: load, check while typing, keep, confirm, go on.
 *
 * @param {(id: number) => void} onOpened called with the document that is shown
 */
export function useReview(onOpened) {
    const queue = new ReviewQueue(useService("orm"));
    const notification = useService("notification");
    const action = useService("action");
    const state = useState({
        document: null,
        totals: null,
        problems: [],
        message: null,
        isBusy: false,
        isFinished: false,
    });
    // Confirmations under way: the person already sees the next document.
    const underWay = new Set();
    let checks = 0;
    let rereading = null;

    function show(data) {
        clearTimeout(rereading);
        Object.assign(state, {
            document: new ReviewDocument(data),
            totals: null,
            problems: data.problems,
            message: null,
            isFinished: false,
        });
        const { document } = state;
        document.select(document.nextOpen(null));
        onOpened(data.id);
        queue.prepare(data.queue?.next_id);
        if (isReading()) {
            rereading = setTimeout(readAgain, READ_AGAIN_AFTER);
        } else if (data.is_reviewable) {
            void check();
        }
    }

    async function open(id) {
        show(await queue.load(id));
    }

    /** Open a document, or the first that waits where none is named. */
    async function start(id) {
        await goOn(id || (await queue.first()));
    }

    function isReading() {
        return state.document.data.state === "reading";
    }

    async function readAgain() {
        const { document } = state;
        const data = await queue.fetch(document.id).catch(() => null);
        if (state.document !== document) {
            return;
        }
        if (data && !document.isDirty) {
            show(data);
        } else {
            rereading = setTimeout(readAgain, READ_AGAIN_AFTER);
        }
    }

    async function check() {
        const { document } = state;
        const mine = ++checks;
        const answer = await queue.check(document).catch(() => null);
        // An answer that comes late is about values that are gone.
        if (answer && mine === checks && state.document === document) {
            state.totals = answer.totals;
            state.problems = answer.problems;
        }
    }

    async function save() {
        const { document } = state;
        if (!document?.isDirty || !document.data.is_reviewable) {
            return true;
        }
        try {
            await queue.save(document);
            return true;
        } catch (error) {
            await refuse(document, error);
            return !document.data.is_reviewable;
        }
    }

    const checkSoon = debounce(check, CHECK_AFTER);
    const saveSoon = debounce(save, SAVE_AFTER);
    onWillDestroy(() => {
        checkSoon.cancel();
        saveSoon.cancel();
        clearTimeout(rereading);
    });

    /** Say why the server refused; a document that someone else confirmed is closed here. */
    async function refuse(document, error) {
        const data = await queue.fetch(document.id).catch(() => null);
        let text = sentenceOf(error);
        if (data && !data.is_reviewable) {
            document.data.is_reviewable = false;
            text = _t(
                "Someone else dealt with this document in the meantime. What you typed here was not taken over. %s",
                text
            );
        }
        if (state.document === document) {
            state.message = { type: "danger", text };
        } else {
            notification.add(text, {
                title: document.data.name,
                type: "danger",
                sticky: true,
                buttons: [{ name: _t("Go back to it"), onClick: () => goBackTo(document) }],
            });
        }
    }

    async function goBackTo(document) {
        if (await save()) {
            Object.assign(state, { document, totals: null, isFinished: false, message: null });
            void check();
        }
    }

    function changed() {
        state.document.touch();
        checkSoon();
        saveSoon();
    }

    /**
     * Say what became of a document, ask what is still to be asked, then go on.
     *
     * @param {(() => Promise)|null} goOnAfter null where the next document is shown already
     */
    async function tell(document, answer, goOnAfter) {
        document.kept = document.changes;
        document.data.is_reviewable = false;
        if (!answer.action) {
            const type = answer.state === "booked" ? "success" : "warning";
            notification.add(answer.message, { type });
            return goOnAfter?.();
        }
        if (goOnAfter) {
            return ask(answer.action, goOnAfter);
        }
        // A dialog would take the keys that are meant for the document on the screen.
        const onClick = () => {
            close();
            return ask(answer.action);
        };
        const close = notification.add(answer.message, {
            title: document.data.name,
            type: "warning",
            sticky: true,
            buttons: [{ name: _t("Say who the supplier is"), onClick }],
        });
    }

    /** Open a dialog over the review; it gives back what became of its question. */
    function ask(dialog, onClose) {
        const additionalContext = { einvoice_in_review: true };
        return action.doAction(dialog, { additionalContext, onClose });
    }

    /** A lesson about one supplier changes how his next document is read. */
    function mayLearn(document, next) {
        const supplier = document.data.supplier;
        return !supplier || !next || !next.supplier || next.supplier.id === supplier.id;
    }

    async function confirm() {
        const { document } = state;
        if (state.isBusy || !document.data.is_reviewable) {
            return;
        }
        checkSoon.cancel();
        saveSoon.cancel();
        state.isBusy = true;
        const asked = queue.confirm(document);
        const nextId = document.data.queue?.next_id;
        const next = nextId && (await queue.peek(nextId));
        if (mayLearn(document, next)) {
            await finish(document, asked, true);
        } else {
            state.isBusy = false;
            const done = finish(document, asked, false);
            underWay.add(done);
            void done.finally(() => underWay.delete(done));
            await open(nextId);
        }
    }

    async function finish(document, asked, isAwaited) {
        try {
            const answer = await asked;
            await tell(document, answer, isAwaited ? () => goOnFresh(answer.next_id) : null);
        } catch (error) {
            await refuse(document, error);
        } finally {
            if (isAwaited) {
                state.isBusy = false;
            }
        }
    }

    /** What was loaded ahead was read before this lesson. */
    function goOnFresh(id) {
        queue.forget();
        return goOn(id);
    }

    async function goOn(id) {
        if (id) {
            await open(id);
        } else {
            state.isFinished = true;
        }
    }

    /** Leave the document as it is and show another one. */
    async function leaveFor(id) {
        if (!state.isBusy && (await save())) {
            await goOn(id);
        }
    }

    /** Ask why the document is set aside, then show the next one. */
    async function reject() {
        const { document } = state;
        // What is typed stays with the document, also when it is rejected after all.
        if (state.isBusy || !document.data.is_reviewable || !(await save())) {
            return;
        }
        saveSoon.cancel();
        try {
            await ask(await queue.askReject(document), (infos) => rejected(document, infos));
        } catch (error) {
            await refuse(document, error);
        }
    }

    function rejected(document, infos) {
        if (!infos?.rejected) {
            return;
        }
        document.data.is_reviewable = false;
        notification.add(_t("Rejected: %s", infos.reason), {
            title: document.data.name,
            type: "success",
        });
        const { next_id: next, previous_id: previous } = document.data.queue ?? {};
        return goOnFresh(next || previous);
    }

    async function split(parts) {
        if (!(await save())) {
            return;
        }
        state.isBusy = true;
        try {
            const { ids, next_id: nextId } = await queue.split(state.document, parts);
            await goOnFresh(ids[0] ?? nextId);
        } catch (error) {
            await refuse(state.document, error);
        } finally {
            state.isBusy = false;
        }
    }

    /** Before another screen opens: everything typed is kept, confirmations are through. */
    async function leave() {
        const isKept = await save();
        await Promise.all(underWay);
        return isKept;
    }

    function isWaiting() {
        return underWay.size > 0;
    }

    function saveOnClose() {
        const { document } = state;
        const isKept =
            !document?.isDirty || !document.data.is_reviewable || queue.saveOnClose(document);
        return isKept && !isWaiting();
    }

    return {
        state,
        start,
        changed,
        confirm,
        reject,
        leaveFor,
        split,
        leave,
        saveOnClose,
        save,
        isReading,
    };
}
