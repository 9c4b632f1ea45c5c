"""Invoices on pages, read from words and their places: text PDF, scans and photos."""
