"""One customer's live store: loaded by REST, kept true by events, healed by reconciliation.

`session.py` runs it and `state.py` is what it knows. `sync/` keeps that true, `actions/` are the
writes, `application/` is the form of a new account, `stores/` is what stays on this machine; the
files beside them are the rules of what is on screen.
"""
