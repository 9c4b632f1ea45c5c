import { useEffect } from "@odoo/owl";

function spreadOf(touches) {
    const [a, b] = touches;
    return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
}

/**
 * Zoom with two fingers.
 *
 * @param {{el: HTMLElement}} ref
 * @param {{start: () => number, zoom: (scale: number, x: number, y: number) => void}} hooks
 */
export function usePinch(ref, { start, zoom }) {
    let pinch = null;

    function onTouchstart(ev) {
        pinch = ev.touches.length === 2 ? { spread: spreadOf(ev.touches), scale: start() } : null;
    }

    function onTouchmove(ev) {
        if (!pinch || ev.touches.length !== 2) {
            return;
        }
        ev.preventDefault();
        const [a, b] = ev.touches;
        const scale = (pinch.scale * spreadOf(ev.touches)) / pinch.spread;
        zoom(scale, (a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2);
    }

    useEffect(
        (element) => {
            // Not passive: the browser would zoom the whole screen instead.
            element.addEventListener("touchstart", onTouchstart, { passive: true });
            element.addEventListener("touchmove", onTouchmove, { passive: false });
            return () => {
                element.removeEventListener("touchstart", onTouchstart);
                element.removeEventListener("touchmove", onTouchmove);
            };
        },
        () => [ref.el]
    );
}
