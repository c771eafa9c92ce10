"""Scheduled steps: monthly statements and daily trade confirmations."""

from . import account_statements, trade_confirmations

STEPS = {
    account_statements.MONTH: account_statements.issue_all,
    trade_confirmations.CONFIRM: trade_confirmations.issue,
}
