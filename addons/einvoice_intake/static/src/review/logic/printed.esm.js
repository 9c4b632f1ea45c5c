/**
 * Text as pages print it (French, English, German, Swiss) as the values that are kept:
 * dates as `2026-03-12`, numbers as `1234.50`.
 */

const MONTHS = [
    /^jan/,
    /^fe[bv]/,
    /^(mar|mrz|maer)/,
    /^a[pv]r/,
    /^ma[iy]/,
    /^ju(n|in)/,
    /^jui?l/,
    /^a(ou|ug)/,
    /^sep/,
    /^o[ck]t/,
    /^nov/,
    /^de[cz]/,
];
const ISO_DATE = /(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/;
const NUMERIC_DATE = /(?<!\d)(\d{1,2}) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{4}|\d{2})(?!\d)/;
const DAY_MONTH_YEAR = /(?<!\d)(\d{1,2})(?:er|st|nd|rd|th)?\.?[ -]?([a-z]{3,10})\.?,?[ -]?(\d{4}|\d{2})(?!\d)/;
const MONTH_DAY_YEAR = /([a-z]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)/;

const NUMBER =
    /(?<![\w.,/])([-−–+] ?)?(\d{1,3}(?:[ .,'’]\d{3})+(?: ?[.,] ?\d{1,6})?|\d+(?:[.,]\d{1,6})?|[.,]\d{2})([-−](?!\w))?(?![\w/]|[.,]\d)/g;
// What an engine reads in place of a digit.
const CONFUSED = { O: "0", o: "0", Q: "0", D: "0", l: "1", I: "1", "|": "1", Z: "2", S: "5", B: "8" };
const SIGNS = { "€": "EUR", "£": "GBP", $: "USD" };

function plain(text) {
    return text
        .normalize("NFD")
        .replace(/[\u0300-\u036f]/g, "")
        .replace(/[\s\u00a0\u202f\u2009]+/g, " ")
        .trim();
}

function isoDate(year, month, day) {
    const century = year < 100 ? 2000 + year : year;
    const date = new Date(Date.UTC(century, month - 1, day));
    const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
    return isReal && century >= 1900 ? date.toISOString().slice(0, 10) : null;
}

function monthNamed(name) {
    return MONTHS.findIndex((pattern) => pattern.test(name)) + 1;
}

/** Return the first date of a printed text as ISO, the day before the month; else null. */
export function dateOf(text) {
    const said = plain(text).toLowerCase();
    let found = said.match(ISO_DATE);
    if (found) {
        return isoDate(+found[1], +found[2], +found[3]);
    }
    found = said.match(NUMERIC_DATE);
    if (found) {
        const [first, second, year] = found.slice(1).map(Number);
        return isoDate(year, second, first) || isoDate(year, first, second);
    }
    found = said.match(DAY_MONTH_YEAR);
    if (found && monthNamed(found[2])) {
        return isoDate(+found[3], monthNamed(found[2]), +found[1]);
    }
    found = said.match(MONTH_DAY_YEAR);
    if (found && monthNamed(found[1])) {
        return isoDate(+found[3], monthNamed(found[1]), +found[2]);
    }
    return null;
}

function digitsForLetters(word) {
    const digits = word.replace(/\D/g, "").length;
    const rest = word.replace(/[€.,-]/g, "").length;
    const isNumber = digits * 2 >= rest && /^[-−(]?[\dOoQDlI|ZSB.,'’]+[€)]?$/.test(word);
    return isNumber ? word.replace(/[OoQDlI|ZSB]/g, (letter) => CONFUSED[letter]) : word;
}

/** Read one printed number without its sign; one mark before three digits groups them. */
export function decimalOf(digits) {
    const compact = digits.replace(/[ '’]/g, "");
    const marks = [...compact.matchAll(/[.,]/g)];
    if (!marks.length) {
        return compact;
    }
    const last = marks.at(-1).index;
    const whole = compact.slice(0, last);
    const decimals = compact.slice(last + 1);
    const isOneKind = new Set(marks.map((mark) => mark[0])).size === 1;
    const isGrouped =
        decimals.length === 3 &&
        (marks.length > 1 ? isOneKind : whole.length <= 3 && /[1-9]/.test(whole));
    const start = whole.replace(/[.,]/g, "") || "0";
    return isGrouped ? start + decimals : `${start}.${decimals}`;
}

/** Return every number of a printed text: its value and whether a percent sign follows. */
export function numbersOf(text) {
    const said = plain(text)
        .split(" ")
        .map(digitsForLetters)
        .join(" ")
        .replace(/[A-Z]{3}(?=[\d-])/g, "");
    return [...said.matchAll(NUMBER)].map((match) => {
        const after = said.slice(match.index + match[0].length);
        const before = said.slice(0, match.index).trimEnd();
        const inBrackets = before.endsWith("(") && /^ ?[€)]/.test(after);
        const isNegative = /[-−–]/.test(match[1] || "") || match[3] || inBrackets;
        const value = decimalOf(match[2]);
        return {
            value: isNegative && Number(value) ? `-${value}` : value,
            isPercent: /^ ?%/.test(after),
        };
    });
}

/** Return the number that a printed text is about; null where there is none. */
export function numberOf(text, isRate = false) {
    const numbers = numbersOf(text);
    const wanted = numbers.filter((each) => each.isPercent === isRate);
    const rest = wanted.length ? wanted : numbers;
    const printed = rest.filter((each) => each.value.includes("."));
    return (printed.at(-1) || rest.at(-1))?.value ?? null;
}

/** Return the currency code of a printed text (`€`, `EUR`); null where there is none. */
export function currencyOf(text) {
    const sign = [...text].find((letter) => letter in SIGNS);
    return sign ? SIGNS[sign] : text.match(/\b[A-Z]{3}\b/)?.[0] ?? null;
}

/** Return the IBAN of a printed text without blanks, or the text without blanks. */
export function ibanOf(text) {
    const compact = text.replace(/[^0-9A-Za-z]/g, "").toUpperCase();
    return compact.match(/[A-Z]{2}\d{2}[0-9A-Z]{11,30}$/)?.[0].replace(/^IBAN/, "") ?? compact;
}
