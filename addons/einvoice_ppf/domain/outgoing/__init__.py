"""Sending customer invoices: complete, check, write. No Odoo."""
