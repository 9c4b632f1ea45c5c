/** A table of cells: the lines of the invoice, or its VAT per rate. */
import { Cell } from "./cell.esm";
import { placeInColumns } from "./columns.esm";

let lastRow = 0;

// How numbers of these columns are read and shown; the others are plain amounts.
const KINDS = { quantity: "number", price: "price", discount: "rate", vat_rate: "rate", rate: "rate" };

export class ReviewTable {
    /**
     * @param {string} prefix of the keys: `line` or `tax`
     * @param {{columns: Object[], rows: Object[]}} read
     * @param {number} decimals of the currency
     */
    constructor(prefix, read, decimals) {
        this.prefix = prefix;
        this.decimals = decimals;
        this.columns = read?.columns ?? [];
        this.rows = (read?.rows ?? []).map((row) => this.makeRow(row));
        this.isTouched = false;
    }

    makeRow(read = {}) {
        const cells = {};
        for (const { name, kind } of this.columns) {
            const nature = { kind: KINDS[name] ?? kind, decimals: this.decimals };
            cells[name] = new Cell(read.cells?.[name], nature);
        }
        return { id: `r${++lastRow}`, cells, coding: read.coding ?? null };
    }

    keyOf(row, column) {
        return `${this.prefix}.${row.id}.${column}`;
    }

    /** Every cell in the order of reading, with its key. */
    get stops() {
        return this.rows.flatMap((row) =>
            this.columns.map(({ name, label }) => ({
                key: this.keyOf(row, name),
                cell: row.cells[name],
                label,
                table: this,
                row,
            }))
        );
    }

    get isChanged() {
        return this.isTouched || this.stops.some(({ cell }) => cell.isChanged);
    }

    /** Add a row after another one, or at the end; return it. */
    add(after = null) {
        const place = after ? this.rows.findIndex((row) => row.id === after.id) + 1 : this.rows.length;
        this.rows.splice(place, 0, this.makeRow());
        this.isTouched = true;
        return this.rows[place];
    }

    remove(row) {
        this.rows = this.rows.filter((each) => each.id !== row.id);
        this.isTouched = true;
    }

    /** Fill a whole row with the words of a table row on the page. */
    fillRow(row, words, page) {
        for (const [name, piece] of placeInColumns(words, page, this, row)) {
            row.cells[name].fill(piece, page);
        }
        this.isTouched = true;
    }

    toValues() {
        const isFilled = (row) => Object.values(row.cells).some((cell) => !cell.isEmpty);
        return this.rows
            .filter(isFilled)
            .map((row) =>
                Object.fromEntries(
                    Object.entries(row.cells).map(([name, cell]) => [name, cell.toValue()])
                )
            );
    }
}
