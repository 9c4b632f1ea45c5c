/** A document under review: its fields, its tables, what a person changed. */
import { Cell } from "./cell.esm";
import { dateOf } from "./printed.esm";
import { ReviewTable } from "./table.esm";
import { wholeValue } from "./words.esm";

export class ReviewDocument {
    /** @param {Object} data what `review_load` returned */
    constructor(data) {
        const decimals = data.currency?.decimals ?? 2;
        this.id = data.id;
        this.data = data;
        this.fields = data.fields.map((read) => ({
            key: read.path,
            label: read.label,
            group: read.group,
            cell: new Cell(read, { kind: read.kind, isRequired: read.required, decimals }),
        }));
        this.lines = new ReviewTable("line", data.lines, decimals);
        this.taxes = new ReviewTable("tax", data.taxes, decimals);
        this.partnerId = null;
        this.isKeptTogether = false;
        this.isWarned = false;
        this.currentKey = null;
        this.currentWasOpen = false;
        this.hoverKey = null;
        this.changes = 0;
        this.kept = 0;
    }

    get isDirty() {
        return this.changes > this.kept;
    }

    fieldsOf(group) {
        return this.fields.filter((field) => field.group === group);
    }

    /** The groups in the order in which an accountant reads. */
    get groups() {
        return [...new Set([...this.fields.map((field) => field.group), "supplier"])];
    }

    /**
     * Every value in the order of the screen: key, cell, label, and its table if any.
     * The VAT per rate follows the amounts, the lines come last.
     */
    get stops() {
        const stops = this.groups.flatMap((group) =>
            group === "amounts"
                ? [...this.fieldsOf(group), ...this.taxes.stops]
                : this.fieldsOf(group)
        );
        return [...stops, ...this.lines.stops];
    }

    stop(key) {
        return this.stops.find((stop) => stop.key === key);
    }

    get open() {
        return this.stops.filter(({ cell }) => cell.isOpen);
    }

    /** What a bill needs and nobody looked at; the supplier is asked for on his own. */
    get openRequired() {
        return this.open.filter(({ key, cell }) => cell.isRequired && key !== "seller.name");
    }

    /** Return the key of the next value to look at, from a key on; null after the last. */
    nextOpen(key, step = 1) {
        const stops = step > 0 ? this.stops : this.stops.reverse();
        const place = stops.findIndex((stop) => stop.key === key);
        const isOpen = ({ cell }) => cell.isOpen;
        return (stops.slice(place + 1).find(isOpen) ?? stops.slice(0, Math.max(place, 0)).find(isOpen))?.key ?? null;
    }

    /** Return the key of the value before or after, whether doubtful or not. */
    neighbour(key, step) {
        const stops = this.stops;
        return stops[stops.findIndex((stop) => stop.key === key) + step]?.key ?? null;
    }

    /** Work on a value; what it was when one came to it says what Enter does. */
    select(key) {
        if (key !== this.currentKey) {
            this.currentKey = key;
            this.currentWasOpen = Boolean(this.stop(key)?.cell.isOpen);
        }
    }

    touch() {
        this.changes += 1;
    }

    /** Fill the current value with words of the page; return whether there was one. */
    fill(words, page, { append = false, around = null } = {}) {
        const stop = this.stop(this.currentKey);
        if (!stop || !words.length) {
            return false;
        }
        const isClick = around && words.length === 1 && !append;
        const taken = isClick ? wholeValue(around, words[0], stop.cell.kind, dateOf) : words;
        stop.cell.fill(taken, page, append);
        this.touch();
        return true;
    }

    /** Fill the row of the current value with a printed row; false outside of a table. */
    fillRow(words, page) {
        const stop = this.stop(this.currentKey);
        if (!stop?.table || !words.length) {
            return false;
        }
        stop.table.fillRow(stop.row, words, page);
        this.touch();
        return true;
    }

    /** What a person touched or confirmed, as the server takes it. */
    get values() {
        const changed = this.fields.filter(({ cell }) => cell.isChanged);
        return {
            fields: Object.fromEntries(changed.map(({ key, cell }) => [key, cell.toValue()])),
            lines: this.lines.isChanged ? this.lines.toValues() : null,
            taxes: this.taxes.isChanged ? this.taxes.toValues() : null,
            partner_id: this.partnerId,
        };
    }
}
