"""Invariants: rules that the ledger, orders, transfers and journals always obey."""

from ribbit_tui.simulator.storage.database import Database

# Open orders except held legs, each with the id under which its hold is kept.
_IN_MARKET = """
    SELECT *, coalesce(parent_id, id) AS holder FROM orders WHERE is_open AND status != 'held'"""

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
    "what is held of every balance is the sum of its holds": """
        SELECT book || ' ' || unit FROM (
            SELECT book, unit, held FROM balances
            UNION ALL SELECT book, unit, -amount FROM holds
        ) GROUP BY book, unit HAVING sum(held) != 0""",
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
    "every order's average price lies among its fills'": """
        SELECT orders.id FROM orders JOIN fills ON fills.order_id = orders.id GROUP BY orders.id
        HAVING coalesce(orders.filled_price, 0)
        NOT BETWEEN min(fills.price) AND max(fills.price)""",
    "every order's status fits what is filled": """
        SELECT id FROM orders WHERE qty IS NOT NULL AND (
            filled_qty > qty OR (status = 'filled') != (filled_qty = qty)
            OR (status = 'partially_filled') > (filled_qty > 0))""",
    "open orders hold something, by themselves or as a group, and no others do": f"""
        SELECT id FROM ({_IN_MARKET}) WHERE holder NOT IN (SELECT reference FROM holds)
        UNION SELECT id FROM orders WHERE id IN (SELECT reference FROM holds)
        AND id NOT IN (SELECT holder FROM ({_IN_MARKET}))""",
    "every order holds cash to buy and shares to sell": f"""
        SELECT id FROM ({_IN_MARKET}) AS orders JOIN holds ON holds.reference = holder
        WHERE holds.book != orders.account_id
        OR holds.unit != iif(orders.side = 'buy', 'USD', orders.symbol)""",
    "every sale holds what is left of it": f"""
        SELECT id FROM ({_IN_MARKET}) AS orders JOIN holds ON holds.reference = holder
        WHERE orders.side = 'sell' AND holds.amount != orders.qty - orders.filled_qty""",
    "every leg is of its order's account, symbol and class": """
        SELECT id FROM orders AS leg WHERE parent_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM orders WHERE id = leg.parent_id AND parent_id IS NULL
            AND account_id = leg.account_id AND symbol = leg.symbol
            AND order_class = leg.order_class)""",
    "exits wait for their entry, and end with it unless it is filled": """
        SELECT leg.id FROM orders AS leg JOIN orders AS entry ON entry.id = leg.parent_id
        WHERE entry.order_class != 'oco' AND leg.status != 'replaced' AND iif(
            entry.is_open, leg.status != 'held', leg.is_open AND entry.status != 'filled')""",
    "the orders of a group without an entry end together": """
        SELECT leg.id FROM orders AS leg JOIN orders AS profit ON profit.id = leg.parent_id
        WHERE profit.order_class = 'oco' AND leg.status != 'replaced'
        AND leg.is_open != profit.is_open""",
    "every order with legs has those of its class": """
        SELECT id FROM orders WHERE parent_id IS NULL AND status != 'replaced'
        AND (SELECT count(*) FROM orders AS legs
             WHERE legs.parent_id = orders.id AND legs.status != 'replaced')
        != CASE order_class WHEN 'bracket' THEN 2 WHEN 'oto' THEN 1 WHEN 'oco' THEN 1 ELSE 0 END""",
    "both exits of a group are for the same shares": """
        SELECT coalesce(parent_id, id) FROM orders
        WHERE is_open AND (parent_id IS NOT NULL OR order_class = 'oco')
        GROUP BY 1 HAVING count(DISTINCT qty - filled_qty) > 1""",
    "of the open orders of a group one is in the market": """
        SELECT coalesce(parent_id, id) FROM orders WHERE is_open
        GROUP BY 1 HAVING min(status = 'held')""",
    "every hold is for something": """
        SELECT reference FROM holds WHERE reference NOT IN (
            SELECT id FROM orders UNION SELECT id FROM transfers UNION SELECT id FROM journals)""",
    "every transfer is in the ledger once its money has moved": """
        SELECT id FROM transfers WHERE iif(completed_at IS NULL, 0, CASE
            WHEN direction = 'INCOMING' THEN iif(status = 'RETURNED', 0, amount)
            ELSE iif(status = 'RETURNED', 0, -amount)
                - iif(fee_payment_method = 'user', fee, 0) END)
        != (SELECT coalesce(sum(ledger_entries.amount), 0) FROM ledger_entries
            WHERE reference = transfers.id AND book = account_id)""",
    "a transfer's status says whether its money has moved": """
        SELECT id FROM transfers WHERE status != 'RETURNED'
        AND (status = 'COMPLETE') != (completed_at IS NOT NULL)""",
    "withdrawals under way hold what they take, and no others do": """
        SELECT transfers.id FROM transfers LEFT JOIN holds ON holds.reference = transfers.id
        WHERE coalesce(holds.amount, 0) != iif(direction = 'OUTGOING' AND status IN
            ('QUEUED', 'APPROVAL_PENDING', 'PENDING', 'SENT_TO_CLEARING', 'APPROVED'),
            transfers.amount + iif(fee_payment_method = 'user', fee, 0), 0)""",
    "every executed journal is in the ledger, and no others are": """
        SELECT id FROM journals WHERE iif(status = 'executed', coalesce(qty, journals.amount), 0)
        != (SELECT coalesce(sum(ledger_entries.amount), 0) FROM ledger_entries
            WHERE reference = journals.id AND book = to_account
            AND unit = coalesce(symbol, 'USD'))""",
    "journals under way hold what they move, and no others do": """
        SELECT journals.id FROM journals LEFT JOIN holds ON holds.reference = journals.id
        WHERE coalesce(holds.amount, 0) !=
            iif(status IN ('queued', 'pending', 'sent_to_clearing'),
                coalesce(qty, journals.amount), 0)""",
    "every correction and what it corrects know each other": """
        SELECT id FROM journals WHERE (status = 'correct') !=
            (id IN (SELECT corrects FROM journals WHERE corrects IS NOT NULL))""",
    "no account has two active bank links of a kind": """
        SELECT account_id FROM ach_relationships WHERE status IN ('QUEUED', 'PENDING', 'APPROVED')
        GROUP BY account_id HAVING count(*) > 1
        UNION ALL SELECT account_id FROM recipient_banks WHERE status != 'CANCELED'
        GROUP BY account_id HAVING count(*) > 1""",
    "every commission is in the ledger once something is filled": """
        SELECT id FROM orders WHERE commission > 0 AND
            (SELECT coalesce(sum(fee), 0) FROM fills WHERE order_id = orders.id)
            != (SELECT coalesce(-sum(amount), 0) FROM ledger_entries
                WHERE reference = orders.id AND book = account_id AND amount < 0)
        UNION ALL SELECT id FROM orders WHERE commission_type = 'notional' AND filled_qty > 0
            AND commission NOT IN (0, (SELECT sum(fee) FROM fills WHERE order_id = orders.id))""",
    "every replacement and what it replaces know each other": """
        SELECT id FROM orders WHERE replaces IS NOT NULL AND id IS NOT
            (SELECT replaced_by FROM orders AS old WHERE old.id = orders.replaces)
        UNION SELECT id FROM orders WHERE (status = 'replaced') != (replaced_by IS NOT NULL)""",
    "closed accounts have no shares and no holds": """
        SELECT id FROM accounts WHERE status = 'ACCOUNT_CLOSED' AND (
            EXISTS (SELECT 1 FROM positions WHERE account_id = accounts.id)
            OR EXISTS (SELECT 1 FROM holds WHERE book = accounts.id))""",
}


def broken_invariants(database: Database) -> list[str]:
    """Return a line for every violation: the rule, and the id of what breaks it."""
    return [
        f"{rule}: {broken}"
        for rule, query in _CHECKS.items()
        for broken in database.scalars(str, query)
    ]
