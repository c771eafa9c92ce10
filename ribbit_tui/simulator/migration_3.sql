-- From schema version 2 to 3, room by room.

-- Applications and their review.

-- Changing and closing accounts.
ALTER TABLE accounts ADD COLUMN names_changed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN trading_configurations TEXT;
UPDATE accounts SET search_text =
    search_text || ' ' || lower(application ->> '$.contact.phone_number')
    WHERE application ->> '$.contact.phone_number' IS NOT NULL;
DROP INDEX ledger_entries_of_book;
CREATE INDEX ledger_entries_of_book_and_unit ON ledger_entries (book, unit, at, amount);

-- Funding and journals.

-- Orders with legs.
ALTER TABLE orders ADD COLUMN parent_id TEXT;
CREATE INDEX legs_of_order ON orders (parent_id);

-- Crypto and the market's overlay.

-- Documents, statements and corporate actions.

CREATE TABLE documents (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    type TEXT NOT NULL,
    sub_type TEXT NOT NULL,
    mime_type TEXT NOT NULL,
    name TEXT NOT NULL,
    date TEXT NOT NULL,             -- the day in New York that it is of
    content BLOB,                   -- what was handed in; NULL for what is made from the books
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX documents_of_account ON documents (account_id, date);

-- Faults.

-- Sums that were worked out on every read.
ALTER TABLE balances ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
UPDATE balances SET held = (
    SELECT coalesce(sum(holds.amount), 0) FROM holds
    WHERE holds.book = balances.book AND holds.unit = balances.unit);
