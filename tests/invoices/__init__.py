"""Invoices made for tests, samples and benchmarks, from one description."""
