"""What must always be true of the books, recomputed from the entries."""

from ribbit_tui.simulator.database import Database

_CHECKS = {
    "every ledger transaction sums to zero": """
        SELECT transaction_id || ' ' || unit FROM ledger_entries
        GROUP BY transaction_id, unit HAVING sum(amount) != 0""",
    "every unit sums to zero over all books": """
        SELECT unit FROM ledger_entries GROUP BY unit HAVING sum(amount) != 0""",
    "every balance is the sum of its entries": """
        SELECT book || ' ' || unit FROM (
            SELECT book, unit, amount FROM balances
            UNION ALL SELECT book, unit, -amount FROM ledger_entries
        ) GROUP BY book, unit HAVING sum(amount) != 0""",
    "no account is below zero": """
        SELECT book || ' ' || unit FROM balances WHERE amount < 0 AND book NOT LIKE 'world:%'""",
    "nothing is held that is not there": """
        SELECT holds.book || ' ' || holds.unit FROM holds
        LEFT JOIN balances ON balances.book = holds.book AND balances.unit = holds.unit
        GROUP BY holds.book, holds.unit HAVING sum(holds.amount) > coalesce(balances.amount, 0)""",
    "every position is the ledger's": """
        SELECT book || ' ' || unit FROM (
            SELECT account_id AS book, symbol AS unit, qty FROM positions
            UNION ALL SELECT book, unit, -amount FROM balances
            WHERE unit != 'USD' AND book NOT LIKE 'world:%'
        ) GROUP BY book, unit HAVING sum(qty) != 0""",
    "every order's filled_qty is the sum of its fills": """
        SELECT orders.id FROM orders LEFT JOIN fills ON fills.order_id = orders.id
        GROUP BY orders.id HAVING orders.filled_qty != coalesce(sum(fills.qty), 0)""",
    "every fill is in the ledger": """
        SELECT fills.id FROM fills WHERE
        (SELECT sum(abs(amount)) FROM ledger_entries
         WHERE reference = fills.id AND unit = 'USD') IS NOT 2 * fills.amount""",
}


def broken_invariants(database: Database) -> list[str]:
    """One line for every violation; empty when all is well."""
    return [f"{rule}: {row[0]}" for rule, query in _CHECKS.items() for row in database.rows(query)]
