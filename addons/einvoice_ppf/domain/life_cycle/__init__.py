"""Life cycle of an invoice between supplier, buyer and platforms (CDV, flow 6).

``statuses`` and ``reasons`` are the code lists, ``transitions`` says what may follow
what, ``message`` is one status as a value. ``compose`` makes a message,
``message_rules`` and ``xsd`` check it, ``cdar_write`` and ``cdar_read`` are its XML.
"""
