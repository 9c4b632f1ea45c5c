/** One value on the screen: what was read, how sure, where it stands, what a person did. */
import { boxAround, textOf } from "./words.esm";
import { printed, shown, typed } from "./kinds.esm";

export class Cell {
    /**
     * @param {{value?: string, confidence?: number, is_doubtful?: boolean, page?: number,
     *          box?: number[], why?: string}} read
     * @param {{kind: string, isRequired?: boolean, decimals?: number}} nature
     */
    constructor(read, { kind, isRequired = false, decimals = 2 }) {
        this.kind = kind;
        this.isRequired = isRequired;
        this.decimals = decimals;
        this.value = read?.value ?? "";
        this.confidence = read?.confidence ?? null;
        this.isDoubtful = Boolean(read?.is_doubtful);
        this.page = read?.page ?? null;
        this.box = read?.box ?? null;
        this.why = read?.why ?? null;
        this.draft = null;
        this.before = null;
        this.words = [];
        this.isTouched = false;
        this.isConfirmed = false;
        this.isWrong = false;
    }

    /** The text in the input: what is being typed, else the value as the user reads it. */
    get text() {
        return this.draft ?? shown(this.value, this.kind, this.decimals);
    }

    get isEmpty() {
        return this.value === "" || this.value === null;
    }

    /** A person must look at it before the document is confirmed. */
    get isOpen() {
        if (this.isWrong) {
            return true;
        }
        if (this.isConfirmed) {
            return this.isRequired && this.isEmpty;
        }
        return this.isDoubtful || (this.isRequired && this.isEmpty);
    }

    get isChanged() {
        return this.isTouched || this.isConfirmed;
    }

    type(text) {
        const value = typed(text, this.kind);
        this.draft = text;
        this.isWrong = value === null;
        this.take(value ?? text.trim(), null, null, []);
    }

    /** Take the words that were clicked; with `append` they follow those clicked before. */
    fill(words, page, append = false) {
        const before = append && this.page === page ? this.words : [];
        const all = [...before, ...words];
        const text = textOf(all);
        const value = printed(text, this.kind);
        this.draft = value === null ? text : null;
        this.isWrong = value === null;
        this.take(value ?? text, page, boxAround(all.map((word) => word.slice(0, 4))), all);
    }

    take(value, page, box, words) {
        this.value = value;
        this.page = page;
        this.box = box;
        this.words = words;
        this.isTouched = true;
        this.isConfirmed = true;
    }

    /** Set a value that is chosen and not printed, such as the kind of document. */
    choose(value) {
        this.draft = null;
        this.isWrong = false;
        this.take(value, null, null, []);
    }

    confirm() {
        this.settle();
        this.isConfirmed = true;
    }

    /** Show what was typed as the user reads it, once it is finished. */
    settle() {
        if (!this.isWrong) {
            this.draft = null;
        }
    }

    /** What Escape brings back: the value as it was when one came to it. */
    remember() {
        const { value, page, box, words, isTouched, isConfirmed, isWrong, draft } = this;
        this.before = { value, page, box, words, isTouched, isConfirmed, isWrong, draft };
    }

    restore() {
        Object.assign(this, this.before);
    }

    toValue() {
        return { value: this.value, page: this.page, box: this.box };
    }
}
