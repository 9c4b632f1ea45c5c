"""Order matching without Odoo: finding orders, pairing lines, comparing them."""
