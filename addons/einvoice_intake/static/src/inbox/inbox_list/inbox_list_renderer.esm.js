import { browser } from "@web/core/browser/browser";
import { useBus } from "@web/core/utils/hooks";
import { ListRenderer } from "@web/views/list/list_renderer";

// A list in a narrower window (px) gives up columns for the sake of the reason.
const NARROW = 1200;
// What the reason needs to be read, in px.
const REASON = 240;
// Edges of the page and of a cell, the boxes to tick and the menu of columns, in px.
const EDGES = 90;
const CELL = 10;
const USUAL = 80;
// The first to go is missed least; the form of the document has them all.
const LEAVING = ["age_label", "user_id", "type_label", "number", "due_date"];

/** On a tablet the columns that matter stay in sight, without scrolling sideways. */
export class InboxListRenderer extends ListRenderer {
    setup() {
        super.setup();
        useBus(this.uiService.bus, "resize", () => this.render());
    }

    getActiveColumns() {
        let columns = super.getActiveColumns();
        if (browser.innerWidth >= NARROW) {
            return columns;
        }
        for (const name of LEAVING) {
            if (this.roomForReason(columns) >= REASON) {
                break;
            }
            columns = columns.filter((column) => column.name !== name);
        }
        return columns;
    }

    roomForReason(columns) {
        const widths = columns
            .filter((column) => column.name !== "waiting_reason")
            .map((column) => (parseInt(column.attrs?.width, 10) || USUAL) + CELL);
        return browser.innerWidth - EDGES - widths.reduce((sum, each) => sum + each, 0);
    }
}
