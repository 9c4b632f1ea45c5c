/**
 * What a person did to one value, step by step.
 *
 * The browser forgets what was typed into an input as soon as a value is written there:
 * an amount with its decimals, words of the page. So Ctrl+Z works on these steps.
 */

// What is typed without a longer pause is one step.
const PAUSE = 1000;

export class History {
    constructor() {
        this.past = [];
        this.future = [];
        this.typedAt = null;
    }

    /**
     * Keep what stood there before a change.
     *
     * @param {Object} before
     * @param {number|null} now when a character was typed; null for any other change
     */
    keep(before, now = null) {
        const isSameStep =
            now !== null && this.typedAt !== null && now - this.typedAt < PAUSE;
        this.typedAt = now;
        this.future = [];
        if (!isSameStep) {
            this.past.push(before);
        }
    }

    /** What is typed next is a step of its own. */
    pause() {
        this.typedAt = null;
    }

    /** Return what stood there one step before; null at the first. */
    back(current) {
        return this.move(this.past, this.future, current);
    }

    /** Return what was taken back last; null where nothing was. */
    forward(current) {
        return this.move(this.future, this.past, current);
    }

    move(from, to, current) {
        this.pause();
        if (!from.length) {
            return null;
        }
        to.push(current);
        return from.pop();
    }
}
