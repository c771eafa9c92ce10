-- From schema version 2 to 3, room by room.

-- Applications and their review.

ALTER TABLE accounts ADD COLUMN kyc_results TEXT;

CREATE TABLE reviews (
    account_id TEXT PRIMARY KEY REFERENCES accounts (id),
    persona TEXT,
    requests TEXT NOT NULL,         -- JSON: what was found, by result code
    message TEXT,
    ahead TEXT NOT NULL,            -- JSON array of the statuses that follow by themselves
    onfido_applicant TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE cips (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL UNIQUE REFERENCES accounts (id),
    body TEXT NOT NULL,             -- JSON as answered: ID numbers are masked
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE onfido_tokens (
    digest TEXT PRIMARY KEY,        -- SHA-256 of the token, which is not kept
    account_id TEXT NOT NULL REFERENCES accounts (id),
    outcome TEXT NOT NULL,
    reason TEXT,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Changing and closing accounts.
ALTER TABLE accounts ADD COLUMN names_changed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN trading_configurations TEXT;
UPDATE accounts SET search_text =
    search_text || ' ' || lower(application ->> '$.contact.phone_number')
    WHERE application ->> '$.contact.phone_number' IS NOT NULL;
DROP INDEX ledger_entries_of_book;
CREATE INDEX ledger_entries_of_book_and_unit ON ledger_entries (book, unit, at, amount);

-- Funding and journals.
ALTER TABLE ach_relationships ADD COLUMN processor_token TEXT;
CREATE TABLE recipient_banks (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    status TEXT NOT NULL,
    name TEXT NOT NULL,
    bank_code TEXT NOT NULL,
    bank_code_type TEXT NOT NULL,
    account_number TEXT NOT NULL,
    country TEXT,
    state_province TEXT,
    postal_code TEXT,
    city TEXT,
    street_address TEXT,
    extra_fields TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX recipient_banks_of_account ON recipient_banks (account_id);
-- A wire has no relationship, and SQLite cannot drop a NOT NULL.
CREATE TABLE newer_transfers (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    relationship_id TEXT REFERENCES ach_relationships (id),
    status TEXT NOT NULL,
    reason TEXT,
    amount INTEGER NOT NULL CHECK (amount > 0),
    direction TEXT NOT NULL,
    additional_information TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    type TEXT NOT NULL DEFAULT 'ach',
    bank_id TEXT REFERENCES recipient_banks (id),
    fee INTEGER NOT NULL DEFAULT 0,
    fee_payment_method TEXT,
    completed_at INTEGER
) STRICT;
INSERT INTO newer_transfers (
    sequence, id, account_id, relationship_id, status, reason, amount, direction,
    additional_information, created_at, updated_at, expires_at, completed_at
) SELECT *, iif(status = 'COMPLETE', updated_at, NULL) FROM transfers;
DROP TABLE transfers;
ALTER TABLE newer_transfers RENAME TO transfers;
CREATE INDEX transfers_of_account ON transfers (account_id);
ALTER TABLE journals ADD COLUMN transmitter TEXT;
ALTER TABLE journals ADD COLUMN corrects TEXT REFERENCES journals (id);

-- Orders with legs.
ALTER TABLE orders ADD COLUMN parent_id TEXT;
ALTER TABLE orders ADD COLUMN subtag TEXT;
ALTER TABLE orders ADD COLUMN source TEXT;
CREATE INDEX legs_of_order ON orders (parent_id) WHERE parent_id IS NOT NULL;

-- Crypto and the market's overlay.
CREATE TABLE market_changes (
    sequence INTEGER PRIMARY KEY,
    symbol TEXT NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    numerator INTEGER NOT NULL,     -- of the factor
    denominator INTEGER NOT NULL,
    price_before INTEGER,           -- as seen when it was done, and so is price
    price INTEGER
) STRICT;

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
    created_at INTEGER NOT NULL,
    details TEXT                    -- JSON: what the books will not tell any more when it is made
) STRICT;
CREATE INDEX documents_of_account ON documents (account_id, date);

CREATE TABLE corporate_actions (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    symbol TEXT NOT NULL,
    cash INTEGER NOT NULL,          -- 1e-6 USD a share
    old_rate INTEGER NOT NULL,      -- 1e-6, as is the new one
    new_rate INTEGER NOT NULL,
    declaration_date TEXT NOT NULL,
    ex_date TEXT NOT NULL,
    payable_date TEXT NOT NULL,
    entitled_at INTEGER NOT NULL    -- who holds shares at this moment takes part
) STRICT;

-- Faults.

-- Sums that were worked out on every read.
ALTER TABLE balances ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
UPDATE balances SET held = (
    SELECT coalesce(sum(holds.amount), 0) FROM holds
    WHERE holds.book = balances.book AND holds.unit = balances.unit);

-- What was looked for row by row.
CREATE INDEX confirmations_to_come ON schedule (subject) WHERE kind = 'trades.confirm';
