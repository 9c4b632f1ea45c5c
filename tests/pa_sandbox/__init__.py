"""French platforms (*plateformes agréées*) to try out: AFNOR XP Z12-013 on loopback.

A real HTTP server that speaks the Flow Service and the Directory Service, carries
invoices and statuses between the organisations that it holds, and fails on demand.
It knows nothing of the addons: what they send is judged by somebody else.

    python -m tests.pa_sandbox --port 0 --data DIR

``client.py`` starts it for a test; ``README.md`` lists what it does and how to ask.
"""
