"""Shared vocabulary of the suite: values, codes, rules and events, free of Odoo."""
