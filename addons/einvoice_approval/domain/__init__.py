"""Rules of approval, without Odoo: circuits, rounds, segregation, deadlines, links."""
