import { Component, onWillStart, useEffect, useExternalListener, useRef } from "@odoo/owl";
import { hasTouch } from "@web/core/browser/feature_detection";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { debounce } from "@web/core/utils/timing";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { FieldPanel } from "../field_panel/field_panel.esm";
import { cutAtGaps, rowsOf } from "../logic/words.esm";
import { ProblemList } from "../notices/problem_list.esm";
import { SplitBar } from "../notices/split_bar.esm";
import { PageViewer } from "../page_viewer/page_viewer.esm";
import { TotalsCheck } from "../totals_check/totals_check.esm";
import { useReview } from "./use_review.esm";

// The mouse crosses many fields on its way; the page moves when it rests on one.
const HOVER_AFTER = 150;
// A rectangle over so many columns is a row of the table.
const ROW_PIECES = 3;
// So many values that are open are named, the others are meant with them.
const NAMED = 4;

/** Check what was read from a document beside its page, and go on to the next one. */
export class ReviewAction extends Component {
    static template = "einvoice_intake.ReviewAction";
    static components = { FieldPanel, Layout, PageViewer, ProblemList, SplitBar, TotalsCheck };
    static props = { ...standardActionServiceProps };
    static path = "review-supplier-invoices";
    static displayName = _t("Review");

    setup() {
        this.root = useRef("root");
        this.action = useService("action");
        this.notification = useService("notification");
        this.display = { controlPanel: {} };
        this.review = useReview((id) => this.onOpened(id));
        this.state = this.review.state;
        this.isTouch = hasTouch();
        this.hoverSoon = debounce((key) => this.setHover(key), HOVER_AFTER);
        this.desk = {
            changed: () => this.review.changed(),
            select: (key) => this.select(key),
            focus: (key) => this.focus(key),
            hover: (key) => this.hoverSoon(key),
            step: (stop, by) => this.step(stop, by),
            confirmValue: (stop, by) => this.confirmValue(stop, by),
        };
        this.onWords = this.onWords.bind(this);
        onWillStart(() => this.review.start(this.firstId));
        useHotkey("control+enter", () => this.confirm(), { bypassEditableProtection: true });
        useSetupAction({
            beforeLeave: () => this.review.leave(),
            beforeUnload: (ev) => this.review.saveOnClose() || ev.preventDefault(),
            beforeVisibilityChange: () => this.review.save(),
            getLocalState: () => ({ documentId: this.state.document?.id }),
        });
        // Nothing to look at: Enter confirms.
        useEffect(
            () => this.focus(this.document?.currentKey),
            () => [this.document?.id]
        );
        useExternalListener(window, "pagehide", () => this.review.saveOnClose());
    }

    get firstId() {
        const { action, resId, state } = this.props;
        return state?.documentId || resId || action.params?.document_id || action.context?.active_id;
    }

    get document() {
        return this.state.document;
    }

    get data() {
        return this.document.data;
    }

    get openCount() {
        return this.document.open.length;
    }

    openSentence(count) {
        return count
            ? _t("Still to check: %s", count)
            : _t("Nothing left to check");
    }

    get progressSentence() {
        const { position, total } = this.data.queue ?? {};
        return position ? _t("%(position)s of %(total)s", { position, total }) : "";
    }

    get readingSentence() {
        const { pages_read: read, pages } = this.data.progress;
        if (!pages) {
            return _t("The pages wait to be read.");
        }
        return _t("Reading: %(read)s of %(pages)s pages are done.", { read, pages });
    }

    get parts() {
        const { parts, is_reviewable: isReviewable } = this.data;
        const isAsked = isReviewable && !this.document.isKeptTogether;
        return isAsked && parts?.length > 1 ? parts : null;
    }

    onOpened(id) {
        this.props.updateActionState?.({ resId: id });
        this.env.config.setDisplayName?.(_t("Review: %s", this.data.name));
    }

    // --- from value to value -----------------------------------------------------

    select(key) {
        this.document.select(key);
    }

    setHover(key) {
        if (this.document) {
            this.document.hoverKey = key;
        }
    }

    /** Put the caret into a value; a new row takes it when it is drawn. */
    focus(key) {
        if (!key) {
            this.root.el?.querySelector(".o_einvoice_confirm")?.focus();
            return;
        }
        this.select(key);
        const input = this.root.el?.querySelector(`[data-key="${key}"]`);
        if (input && this.isTouch && document.activeElement?.dataset?.key === undefined) {
            this.bringToSight(input);
        } else {
            input?.focus();
        }
    }

    /** Without the focus, which would open the keyboard over the page. */
    bringToSight(input) {
        const panel = input.closest(".o_einvoice_panel");
        const view = panel.getBoundingClientRect();
        const place = input.getBoundingClientRect();
        const top = place.top + place.height / 2 - (view.top + view.height / 2);
        panel.scrollBy({ top, behavior: "smooth" });
    }

    step(stop, by) {
        const key = this.document.neighbour(stop.key, by);
        if (key) {
            this.focus(key);
        }
        return Boolean(key);
    }

    /** The value is right: on to the next that is not sure, at the end to the button. */
    confirmValue(stop, by = 1) {
        if (!stop.cell.isWrong && by > 0) {
            const isNews = !stop.cell.isConfirmed;
            stop.cell.confirm();
            if (isNews) {
                this.review.changed();
            }
        }
        this.focus(this.document.nextOpen(stop.key, by));
    }

    goToOpen() {
        this.focus(this.document.nextOpen(this.document.currentKey));
    }

    // --- words of the page -------------------------------------------------------

    onWords(words, page, { isArea, append, around }) {
        const { document } = this;
        if (!document.data.is_reviewable || !words.length) {
            return;
        }
        const isRow = isArea && rowsOf(words).some((row) => cutAtGaps(row).length >= ROW_PIECES);
        const isTaken =
            (isRow && document.fillRow(words, page)) || document.fill(words, page, { append, around });
        if (isTaken) {
            this.review.changed();
        } else {
            this.notification.add(_t("Choose a field first, then the words on the page."), {
                type: "info",
            });
        }
    }

    // --- the document ------------------------------------------------------------

    /**
     * What cannot be understood is not sent: the person is taken to it. What a bill needs
     * and nobody looked at is named once; who confirms again takes it as it stands.
     */
    confirm() {
        const wrong = this.document.stops.find(({ cell }) => cell.isWrong);
        if (wrong) {
            this.focus(wrong.key);
            return this.warn(_t("%s cannot be understood as it is written.", wrong.label));
        }
        const open = this.document.openRequired;
        if (open.length && this.data.is_reviewable && !this.document.isWarned) {
            this.document.isWarned = true;
            this.focus(open[0].key);
            const named = open.slice(0, NAMED).map(({ label }) => label);
            const fields = named.join(", ") + (open.length > NAMED ? "…" : "");
            return this.warn(
                _t(
                    "Nobody looked at: %s – check them, or confirm once more to take them as they stand.",
                    fields
                )
            );
        }
        return this.review.confirm();
    }

    /** Above the fields; on a small screen, where they have scrolled away, over the page. */
    warn(text) {
        if (this.isTouch) {
            this.notification.add(text, { type: "warning" });
        } else {
            this.state.message = { type: "warning", text };
        }
    }

    later() {
        const { next_id: next, previous_id: previous } = this.data.queue ?? {};
        return this.review.leaveFor(next || previous);
    }

    previous() {
        return this.review.leaveFor(this.data.queue.previous_id);
    }

    split() {
        return this.review.split(this.data.parts);
    }

    keepTogether() {
        this.document.isKeptTogether = true;
    }

    openForm() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "einvoice.document",
            res_id: this.document.id,
            views: [[false, "form"]],
        });
    }

    openInbox() {
        return this.action.doAction("einvoice_intake.einvoice_document_action");
    }
}

registry.category("actions").add("einvoice_intake.review", ReviewAction);
