/**
 * The words of a page: `[left, top, right, bottom, text, confidence]` in points from its
 * top left corner. Boxes are `[left, top, right, bottom]`.
 */

// A rectangle drawn by hand is never exact; neither is a finger.
const SLACK = 3;

function centreOf([left, top, right, bottom]) {
    return [(left + right) / 2, (top + bottom) / 2];
}

/** Return the word under a point, or null. */
export function wordAt(words, x, y, slack = SLACK) {
    const near = words.filter(
        ([left, top, right, bottom]) =>
            x >= left - slack && x <= right + slack && y >= top - slack && y <= bottom + slack
    );
    const distance = (word) => Math.hypot(centreOf(word)[0] - x, centreOf(word)[1] - y);
    return near.sort((a, b) => distance(a) - distance(b))[0] ?? null;
}

/** Return the words whose middle lies in a box. */
export function wordsIn(words, [left, top, right, bottom]) {
    return words.filter((word) => {
        const [x, y] = centreOf(word);
        return x >= left && x <= right && y >= top && y <= bottom;
    });
}

/** Return the words as rows from top to bottom, each from left to right. */
export function rowsOf(words) {
    const rows = [];
    for (const word of [...words].sort((a, b) => centreOf(a)[1] - centreOf(b)[1])) {
        const row = rows.at(-1);
        const middle = centreOf(word)[1];
        if (row && middle < row.bottom) {
            row.words.push(word);
        } else {
            rows.push({ bottom: word[3] - (word[3] - word[1]) * 0.2, words: [word] });
        }
    }
    return rows.map((row) => row.words.sort((a, b) => a[0] - b[0]));
}

/** Return the text of words in the order of reading. */
export function textOf(words) {
    return rowsOf(words)
        .flat()
        .map((word) => word[4])
        .join(" ");
}

/** Return the box around boxes or words; null without any. */
export function boxAround(boxes) {
    if (!boxes.length) {
        return null;
    }
    return [
        Math.min(...boxes.map((box) => box[0])),
        Math.min(...boxes.map((box) => box[1])),
        Math.max(...boxes.map((box) => box[2])),
        Math.max(...boxes.map((box) => box[3])),
    ];
}

/** Cut a row of words where the gap is wider than a blank. */
export function cutAtGaps(row) {
    const pieces = [];
    for (const word of row) {
        const last = pieces.at(-1)?.at(-1);
        const gap = last ? word[0] - last[2] : Infinity;
        if (gap > (word[3] - word[1]) * 0.9) {
            pieces.push([word]);
        } else {
            pieces.at(-1).push(word);
        }
    }
    return pieces;
}

const FIRST_GROUP = /^[-−–]?\d{1,3}$/;
const NEXT_GROUP = /^\d{3}(?:[.,]\d{1,4})?[€$£]?$/;
const ACCOUNT_GROUP = /^[0-9A-Z]{1,6}$/;

function grownNumber(piece, place) {
    let [start, end] = [place, place];
    while (start && NEXT_GROUP.test(piece[start][4]) && FIRST_GROUP.test(piece[start - 1][4])) {
        start -= 1;
    }
    while (
        end + 1 < piece.length &&
        FIRST_GROUP.test(piece[end][4]) &&
        NEXT_GROUP.test(piece[end + 1][4])
    ) {
        end += 1;
    }
    return piece.slice(start, end + 1);
}

function grownAccount(piece, place) {
    let [start, end] = [place, place];
    while (start && ACCOUNT_GROUP.test(piece[start - 1][4]) && !/^[A-Z]{2}\d{2}/.test(piece[start][4])) {
        start -= 1;
    }
    while (end + 1 < piece.length && ACCOUNT_GROUP.test(piece[end + 1][4])) {
        end += 1;
    }
    return piece.slice(start, end + 1);
}

function grownDate(piece, place, isDate) {
    for (const start of [place, place - 1, place - 2]) {
        const words = piece.slice(Math.max(start, 0), start + 3);
        if (words.includes(piece[place]) && isDate(textOf(words))) {
            return words;
        }
    }
    return [piece[place]];
}

/**
 * Return the words of the value that a word is part of: "1" and "668,50" are one amount,
 * the groups of an account one account, "12 mai 2026" one date.
 */
export function wholeValue(words, word, kind, isDate) {
    const row = rowsOf(words).find((each) => each.includes(word)) ?? [word];
    const piece = cutAtGaps(row).find((each) => each.includes(word)) ?? [word];
    const place = piece.indexOf(word);
    if (kind === "amount") {
        return grownNumber(piece, place);
    }
    if (kind === "iban") {
        return grownAccount(piece, place);
    }
    return kind === "date" && !isDate(word[4]) ? grownDate(piece, place, isDate) : [word];
}
