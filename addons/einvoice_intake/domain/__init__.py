"""Intake without a database: read what arrives, compare it, prepare the bill."""
