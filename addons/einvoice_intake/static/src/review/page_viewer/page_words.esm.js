import { Component } from "@odoo/owl";

/** The words of a page as places that can be pointed at. */
export class PageWords extends Component {
    static template = "einvoice_intake.PageWords";
    static props = { words: { type: Array } };
}
