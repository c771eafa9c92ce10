"""The live state of one customer: loaded by REST, updated by events, corrected by reconciliation.

`session.py` runs it, and `state.py` defines it. `sync/` updates it, `actions/` has the writes, and
`unanswered/` keeps those whose response is lost. `application/` has the application form, and
`stores/` the files on this machine. `account/`, `funding/` and `trading/` have the rules of their
screens.
"""
