/** Sizes and turns of a page on the screen; angles in degrees clockwise. */

export const LEAST_SCALE = 0.2;
export const MOST_SCALE = 6;

/** Return width and height in points of a page that is shown turned. */
export function turnedSize({ width, height }, turn) {
    return turn % 180 ? [height, width] : [width, height];
}

/** Return the SVG transform that turns a page inside its turned frame. */
export function turnTransform({ width, height }, turn) {
    const moves = {
        0: "",
        90: `translate(${height} 0) rotate(90)`,
        180: `translate(${width} ${height}) rotate(180)`,
        270: `translate(0 ${width}) rotate(270)`,
    };
    return moves[turn];
}

/** Return pixels per point for a frame, or the scale that a person chose. */
export function scaleFor(page, turn, fit, zoom, frame) {
    const [width, height] = turnedSize(page, turn);
    const fits = {
        width: frame.width / width,
        page: Math.min(frame.width / width, frame.height / height),
    };
    const scale = fits[fit] ?? zoom;
    return Math.min(Math.max(scale, LEAST_SCALE), MOST_SCALE);
}

/** Return the box between two points. */
export function boxBetween(start, end) {
    return [
        Math.min(start.x, end.x),
        Math.min(start.y, end.y),
        Math.max(start.x, end.x),
        Math.max(start.y, end.y),
    ];
}
