"""The pages of one host: their words, by text layer or by recognition of pictures.

See ``README.md`` in the folder above. Nothing here imports Odoo or the rest of the
suite; ``domain/paper/ask.py`` asks.
"""
