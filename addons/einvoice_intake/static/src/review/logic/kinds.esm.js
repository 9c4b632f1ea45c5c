/**
 * Values as they are kept (`2026-03-12`, `1234.50`), as the user reads and writes them,
 * and as a page prints them.
 */
import { formatDate, parseDate, serializeDate, deserializeDate } from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";
import { insertThousandsSep } from "@web/core/utils/numbers";
import { currencyOf, dateOf, ibanOf, numberOf } from "./printed.esm";

const NUMERIC = ["amount", "number", "quantity", "price", "rate", "percent"];
const PLAIN = /^-?\d+(\.\d+)?$/;

export function isNumeric(kind) {
    return NUMERIC.includes(kind);
}

function isRate(kind) {
    return kind === "rate" || kind === "percent";
}

function shownNumber(value, least) {
    if (!PLAIN.test(value)) {
        return value;
    }
    const [whole, decimals = ""] = value.replace("-", "").split(".");
    const { thousandsSep, grouping, decimalPoint } = localization;
    const padded = decimals.padEnd(least, "0");
    const start = insertThousandsSep(whole, thousandsSep, grouping);
    return (value.startsWith("-") ? "-" : "") + start + (padded && decimalPoint + padded);
}

/** What is no date, such as words that were refused, is shown as it was typed. */
function shownDate(value) {
    const date = deserializeDate(value);
    return date.isValid ? formatDate(date) : value;
}

/**
 * Return a kept value as the user reads it.
 *
 * @param {string} value
 * @param {string} kind
 * @param {number} decimals of the currency, shown of every amount
 */
export function shown(value, kind, decimals = 2) {
    if (!value) {
        return "";
    }
    if (isNumeric(kind)) {
        return shownNumber(value, ["amount", "price"].includes(kind) ? decimals : 0);
    }
    if (kind === "date") {
        return shownDate(value);
    }
    return kind === "iban" ? value.replace(/(.{4})(?=.)/g, "$1 ") : value;
}

function typedNumber(text, kind) {
    const { thousandsSep, decimalPoint } = localization;
    let said = text.replace(/[\s\u00a0\u202f\u2009%€]/g, "").replace("−", "-");
    if (thousandsSep && thousandsSep.trim()) {
        // "12.50" typed where the point groups thousands still means twelve and a half.
        const isGrouped = said.split(thousandsSep).slice(1).every((part) => /^\d{3}/.test(part));
        said = isGrouped ? said.replaceAll(thousandsSep, "") : said;
    }
    said = said.replace(decimalPoint, ".").replace(/\.$/, "").replace(/^(-?)\./, "$10.");
    return PLAIN.test(said) ? said : numberOf(text, isRate(kind));
}

function typedDate(text) {
    try {
        return serializeDate(parseDate(text)) || dateOf(text);
    } catch {
        return dateOf(text);
    }
}

/**
 * Return what a person wrote as it is kept; null where it cannot be understood.
 *
 * @param {string} text
 * @param {string} kind
 */
export function typed(text, kind) {
    const said = text.trim();
    if (!said) {
        return "";
    }
    if (isNumeric(kind)) {
        return typedNumber(said, kind);
    }
    if (kind === "date") {
        return typedDate(said);
    }
    if (kind === "currency") {
        return currencyOf(said.toUpperCase()) ?? said.toUpperCase();
    }
    return kind === "iban" ? ibanOf(said) : said;
}

/**
 * Return what a page prints as it is kept; null where it cannot be understood.
 *
 * @param {string} text
 * @param {string} kind
 */
export function printed(text, kind) {
    if (isNumeric(kind)) {
        return numberOf(text, isRate(kind));
    }
    if (kind === "date") {
        return dateOf(text);
    }
    if (kind === "currency") {
        return currencyOf(text);
    }
    return kind === "iban" ? ibanOf(text) : text.trim();
}
