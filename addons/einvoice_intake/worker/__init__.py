"""The official checks of one host: a process of its own, shared by all of Odoo.

See ``README.md`` beside this file. Nothing here imports Odoo or the rest of the suite;
``domain/official_worker.py`` starts the process and talks to it.
"""
