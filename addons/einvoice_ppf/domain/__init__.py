"""Exchange with the French platforms, without Odoo."""
