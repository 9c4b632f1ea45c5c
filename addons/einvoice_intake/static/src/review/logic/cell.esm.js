/** One value on the screen: what was read, how sure, where it stands, what a person did. */
import { History } from "./history.esm";
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
        this.history = new History();
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
        this.history.keep(this.shot, Date.now());
        const value = typed(text, this.kind);
        this.draft = text;
        this.isWrong = value === null;
        this.take(value ?? text.trim(), null, null, []);
    }

    /** Take the words that were clicked; with `append` they follow those clicked before. */
    fill(words, page, append = false) {
        this.history.keep(this.shot);
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
        this.history.keep(this.shot);
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
        this.history.pause();
        if (!this.isWrong) {
            this.draft = null;
        }
    }

    /** Everything that a person can change of it. */
    get shot() {
        const { value, page, box, words, isTouched, isConfirmed, isWrong, draft } = this;
        return { value, page, box, words, isTouched, isConfirmed, isWrong, draft };
    }

    /** What Escape brings back: the value as it was when one came to it. */
    remember() {
        this.before = this.shot;
    }

    restore() {
        if (this.before && this.before.value !== this.value) {
            this.history.keep(this.shot);
        }
        this.goTo(this.before);
    }

    /** Take the last step back; return whether there was one. */
    undo() {
        return this.goTo(this.history.back(this.shot));
    }

    redo() {
        return this.goTo(this.history.forward(this.shot));
    }

    goTo(shot) {
        // What was typed in between may be kept on the server, and is to be replaced.
        const isTouched = this.isTouched;
        Object.assign(this, shot, { isTouched });
        return shot !== null;
    }

    toValue() {
        return { value: this.value, page: this.page, box: this.box };
    }
}
