from odoo import fields, models

AUTHENTICATIONS = [
    ("body", "Identifier and secret in the form"),
    ("basic", "Identifier and secret in a Basic header"),
    ("bearer", "A token that the platform gave"),
]
VERSIONS = [("1.1", "1.1"), ("1.2", "1.2"), ("1.3", "1.3")]


class EinvoicePaPlatform(models.Model):
    """What is published of a platform: addresses and what it departs in.

    A new platform is a record, not code.
    """

    _name = "einvoice.pa.platform"
    _description = "Approved platform"
    _order = "is_test, sequence, name"

    name = fields.Char(required=True, translate=False)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    is_test = fields.Boolean(
        string="For tests", help="Invoices sent there are worth nothing."
    )
    flow_url = fields.Char(
        string="Flow service",
        required=True,
        help="Address of the AFNOR service of flows, without “/v1”.",
    )
    directory_url = fields.Char(
        string="Directory service",
        help="Address of the AFNOR service of the directory, without “/v1”.",
    )
    token_url = fields.Char(
        string="Token service", help="Address that gives the access tokens."
    )
    authentication = fields.Selection(AUTHENTICATIONS, default="body", required=True)
    version = fields.Selection(
        VERSIONS,
        string="Edition of XP Z12-013",
        default="1.3",
        required=True,
    )
    takes_processing_rule = fields.Boolean(
        string="Takes the processing rule",
        default=True,
        help="Some platforms refuse a flow that says its processing rule.",
    )
    note = fields.Text(help="What an administrator should know of this platform.")
