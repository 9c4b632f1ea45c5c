/** Which words of a printed table row belong to which column of the table. */
import { isNumeric } from "./kinds.esm";
import { numbersOf } from "./printed.esm";
import { boxAround, cutAtGaps, rowsOf } from "./words.esm";

/** Where the columns stand on the page, as the rows that were read already show. */
function placesOf(page, table, except) {
    const places = new Map();
    for (const { name } of table.columns) {
        const boxes = table.rows
            .filter((row) => row.id !== except.id)
            .map((row) => row.cells[name])
            .filter((cell) => cell.box && cell.page === page)
            .map((cell) => cell.box);
        if (boxes.length) {
            places.set(name, boxAround(boxes));
        }
    }
    return places;
}

function overlap(box, place) {
    return Math.min(box[2], place[2]) - Math.max(box[0], place[0]);
}

function byPlace(pieces, places) {
    const found = new Map();
    const rest = [];
    for (const piece of pieces) {
        const box = boxAround(piece);
        const ranked = [...places]
            .map(([name, place]) => [name, overlap(box, place)])
            .sort((a, b) => b[1] - a[1]);
        const [name, shared] = ranked[0];
        // A column is narrow in the rows seen so far; close to it is inside.
        if (shared > -12) {
            found.set(name, [...(found.get(name) ?? []), ...piece]);
        } else {
            rest.push(piece);
        }
    }
    return [found, rest];
}

/** Guess from what stands there: text first, the amount last, a percent sign is a rate. */
function bySense(pieces, names) {
    const found = new Map();
    const put = (name, piece) =>
        piece && names.has(name) && found.set(name, [...(found.get(name) ?? []), ...piece]);
    const numeric = [];
    for (const piece of pieces) {
        const text = piece.map((word) => word[4]).join(" ");
        const numbers = numbersOf(text);
        const letters = text.replace(/[^a-zà-ÿ]/gi, "").length;
        if (!numbers.length || letters > 3) {
            put(names.has("name") ? "name" : "unit", piece);
        } else if (numbers[0].isPercent) {
            put("vat_rate", piece);
        } else {
            numeric.push(piece);
        }
    }
    if (names.has("net")) {
        put("net", numeric.pop());
    }
    for (const name of ["quantity", "price", "discount"].filter((each) => names.has(each))) {
        put(name, numeric.shift());
    }
    return found;
}

/**
 * @param {Array[]} words of the row, perhaps with a description of several printed rows
 * @param {number} page
 * @param {{columns: Object[], rows: Object[]}} table
 * @param {Object} row which is filled
 * @returns {Map<string, Array[]>} words by name of column
 */
export function placeInColumns(words, page, table, row) {
    const places = placesOf(page, table, row);
    const pieces = rowsOf(words).flatMap(cutAtGaps);
    const [found, rest] = places.size < 2 ? [new Map(), pieces] : byPlace(pieces, places);
    const free = table.columns.map((column) => column.name).filter((name) => !found.has(name));
    for (const [name, piece] of bySense(rest, new Set(free))) {
        found.set(name, piece);
    }
    for (const { name, kind } of table.columns) {
        const text = (found.get(name) ?? []).map((word) => word[4]).join(" ");
        if (isNumeric(kind) && !numbersOf(text).length) {
            found.delete(name);
        }
    }
    return found;
}
