import { Component, onPatched, useEffect, useRef, useState } from "@odoo/owl";
import { hasTouch } from "@web/core/browser/feature_detection";
import { _t } from "@web/core/l10n/translation";
import { wordAt, wordsIn } from "../logic/words.esm";
import { boxBetween, scaleFor, turnedSize, turnTransform } from "./geometry.esm";
import { PageWords } from "./page_words.esm";
import { usePinch } from "./use_pinch.esm";

const STEP = 1.25;
// Pixels: what moves less is a click.
const CLICK = 5;

/** The page as a picture with its words; clicks and rectangles give words to the fields. */
export class PageViewer extends Component {
    static template = "einvoice_intake.PageViewer";
    static components = { PageWords };
    static props = {
        document: { type: Object },
        onWords: { type: Function },
    };

    setup() {
        this.scroll = useRef("scroll");
        this.sheet = useRef("sheet");
        this.isTouch = hasTouch();
        this.state = useState({
            number: this.target?.cell.page ?? 1,
            fit: "width",
            zoom: 1,
            turn: 0,
            tool: this.isTouch ? "hand" : "select",
            frame: { width: 600, height: 800 },
            drawn: null,
        });
        this.drag = null;
        this.anchor = null;
        useEffect(
            (element) => {
                const observer = new ResizeObserver(() => this.measure());
                observer.observe(element);
                this.measure();
                return () => observer.disconnect();
            },
            () => [this.scroll.el]
        );
        useEffect(
            () => this.showTarget(),
            () => [this.target?.key, String(this.target?.cell.box), this.target?.cell.page]
        );
        onPatched(() => this.keepAnchor());
        usePinch(this.scroll, {
            start: () => this.scale,
            zoom: (scale, x, y) => this.zoomTo(scale, x, y),
        });
    }

    // --- what is shown -----------------------------------------------------------

    get pages() {
        return this.props.document.data.pages;
    }

    get page() {
        return this.pages.find((page) => page.number === this.state.number) ?? this.pages[0];
    }

    get pageLabel() {
        const { number } = this.page;
        return _t("Page %(number)s of %(count)s", { number, count: this.pages.length });
    }

    get scale() {
        const { turn, fit, zoom, frame } = this.state;
        return scaleFor(this.page, turn, fit, zoom, frame);
    }

    get size() {
        return turnedSize(this.page, this.state.turn);
    }

    get sheetStyle() {
        const [width, height] = this.size.map((points) => Math.floor(points * this.scale));
        return `width: ${width}px; height: ${height}px`;
    }

    get transform() {
        return turnTransform(this.page, this.state.turn);
    }

    /** The value whose place is shown: pointed at, else the one that is worked on. */
    get target() {
        const { document } = this.props;
        const hovered = document.hoverKey && document.stop(document.hoverKey);
        return hovered?.cell.box ? hovered : document.stop(document.currentKey);
    }

    get marks() {
        const { document } = this.props;
        const target = this.target?.key;
        return document.stops
            .filter(({ cell }) => cell.box && cell.page === this.page.number)
            .map(({ key, cell, table }) => ({
                key,
                isInTable: Boolean(table),
                box: cell.box,
                isTarget: key === target,
                isOpen: cell.isOpen,
            }));
    }

    rectOf([left, top, right, bottom], margin = 0) {
        return {
            x: left - margin,
            y: top - margin,
            width: right - left + 2 * margin,
            height: bottom - top + 2 * margin,
        };
    }

    // --- zoom, turn, pages -------------------------------------------------------

    measure() {
        const element = this.scroll.el;
        if (element) {
            const style = getComputedStyle(element);
            const across = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
            const down = parseFloat(style.paddingTop) + parseFloat(style.paddingBottom);
            this.state.frame.width = element.clientWidth - across;
            this.state.frame.height = element.clientHeight - down;
        }
    }

    setFit(fit) {
        this.state.fit = fit;
    }

    turn() {
        this.state.turn = (this.state.turn + 90) % 360;
    }

    setTool(tool) {
        this.state.tool = tool;
    }

    goTo(number) {
        if (this.pages.some((page) => page.number === number)) {
            this.state.number = number;
        }
    }

    zoomBy(factor) {
        const frame = this.scroll.el.getBoundingClientRect();
        this.zoomTo(this.scale * factor, frame.x + frame.width / 2, frame.y + frame.height / 2);
    }

    zoomIn() {
        this.zoomBy(STEP);
    }

    zoomOut() {
        this.zoomBy(1 / STEP);
    }

    /** Zoom so that what is under a point of the screen stays under it. */
    zoomTo(scale, clientX, clientY) {
        this.anchor = { clientX, clientY, ...this.pointOf({ clientX, clientY }) };
        Object.assign(this.state, { fit: null, zoom: scale });
    }

    keepAnchor() {
        if (!this.anchor) {
            return;
        }
        const { x, y, clientX, clientY } = this.anchor;
        this.anchor = null;
        const now = new DOMPoint(x, y).matrixTransform(this.sheet.el.getScreenCTM());
        this.scroll.el.scrollLeft += now.x - clientX;
        this.scroll.el.scrollTop += now.y - clientY;
    }

    onWheel(ev) {
        if (ev.ctrlKey || ev.metaKey) {
            ev.preventDefault();
            this.zoomTo(this.scale * Math.exp(-ev.deltaY / 400), ev.clientX, ev.clientY);
        }
    }

    onKeydown(ev) {
        const keys = {
            "+": () => this.zoomIn(),
            "-": () => this.zoomOut(),
            PageDown: () => this.goTo(this.page.number + 1),
            PageUp: () => this.goTo(this.page.number - 1),
        };
        if (keys[ev.key] && !ev.ctrlKey && !ev.altKey) {
            ev.preventDefault();
            keys[ev.key]();
        }
    }

    /** Bring the place of the value that is worked on before the eyes. */
    showTarget() {
        const cell = this.target?.cell;
        if (!cell?.box || !this.scroll.el) {
            return;
        }
        if (cell.page !== this.page.number) {
            this.goTo(cell.page);
            requestAnimationFrame(() => this.sheet.el && this.scrollTo(cell.box));
            return;
        }
        this.scrollTo(cell.box);
    }

    scrollTo([left, top, right, bottom]) {
        const frame = this.scroll.el;
        const matrix = this.sheet.el.getScreenCTM();
        const middle = new DOMPoint((left + right) / 2, (top + bottom) / 2).matrixTransform(matrix);
        const view = frame.getBoundingClientRect();
        const across = middle.x - (view.x + view.width / 2);
        const down = middle.y - (view.y + view.height / 2);
        const isSeen = Math.abs(across) < view.width * 0.45 && Math.abs(down) < view.height * 0.38;
        if (!isSeen) {
            frame.scrollBy({ left: across, top: down, behavior: "smooth" });
        }
    }

    // --- pointing at words -------------------------------------------------------

    pointOf({ clientX, clientY }) {
        const matrix = this.sheet.el.getScreenCTM().inverse();
        const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(matrix);
        return { x, y };
    }

    /** The field keeps the focus while the page is pointed at. */
    onMousedown(ev) {
        ev.preventDefault();
    }

    onPointerdown(ev) {
        const isPan = ev.button === 1 || (this.state.tool === "hand" && ev.pointerType === "mouse");
        const isArea = this.state.tool === "select" && ev.button === 0;
        if (!isPan && !isArea) {
            return;
        }
        this.drag = {
            isPan,
            start: this.pointOf(ev),
            client: [ev.clientX, ev.clientY],
            scrolled: [this.scroll.el.scrollLeft, this.scroll.el.scrollTop],
            moved: false,
        };
        ev.currentTarget.setPointerCapture?.(ev.pointerId);
    }

    onPointermove(ev) {
        const { drag } = this;
        if (!drag) {
            return;
        }
        const across = ev.clientX - drag.client[0];
        const down = ev.clientY - drag.client[1];
        drag.moved ||= Math.hypot(across, down) > CLICK;
        if (drag.isPan) {
            this.scroll.el.scrollLeft = drag.scrolled[0] - across;
            this.scroll.el.scrollTop = drag.scrolled[1] - down;
        } else if (drag.moved) {
            this.state.drawn = boxBetween(drag.start, this.pointOf(ev));
        }
    }

    onPointerup(ev) {
        const { drag } = this;
        this.drag = null;
        const box = this.state.drawn;
        this.state.drawn = null;
        this.wasDragged = Boolean(drag?.moved);
        if (box) {
            const words = wordsIn(this.page.words, box);
            this.props.onWords(words, this.page.number, { isArea: true, append: ev.shiftKey });
        }
    }

    onPointercancel() {
        this.drag = null;
        this.state.drawn = null;
    }

    onClick(ev) {
        if (this.wasDragged) {
            this.wasDragged = false;
            return;
        }
        const { x, y } = this.pointOf(ev);
        const word = wordAt(this.page.words, x, y);
        const words = word ? [word] : [];
        this.props.onWords(words, this.page.number, {
            isArea: false,
            append: ev.shiftKey,
            around: this.page.words,
        });
    }
}
