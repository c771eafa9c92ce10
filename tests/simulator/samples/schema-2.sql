-- Moments are microseconds since 1970, cash is in 1e-6 USD, shares are in 1e-9 of a share.

CREATE TABLE manual_clock (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    now INTEGER NOT NULL
) STRICT;

CREATE TABLE counters (
    kind TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE accounts (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account_number TEXT NOT NULL UNIQUE,
    is_firm INTEGER NOT NULL,
    status TEXT NOT NULL,
    crypto_status TEXT,
    email TEXT UNIQUE,              -- case-folded
    search_text TEXT NOT NULL,      -- what `query` looks in, case-folded
    application TEXT NOT NULL,      -- JSON as answered: no tax id, no document content
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE ach_relationships (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    status TEXT NOT NULL,
    account_owner_name TEXT NOT NULL,
    bank_account_type TEXT NOT NULL,
    bank_account_number TEXT NOT NULL,
    bank_routing_number TEXT NOT NULL,
    nickname TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX ach_relationships_of_account ON ach_relationships (account_id);

CREATE TABLE transfers (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    relationship_id TEXT NOT NULL REFERENCES ach_relationships (id),
    status TEXT NOT NULL,
    reason TEXT,
    amount INTEGER NOT NULL CHECK (amount > 0),
    direction TEXT NOT NULL,
    additional_information TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX transfers_of_account ON transfers (account_id);

CREATE TABLE journals (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    entry_type TEXT NOT NULL,
    from_account TEXT NOT NULL REFERENCES accounts (id),
    to_account TEXT NOT NULL REFERENCES accounts (id),
    status TEXT NOT NULL,
    amount INTEGER,                 -- JNLC
    symbol TEXT,                    -- JNLS, as are qty and price
    qty INTEGER,
    price INTEGER,                  -- 1e-6 USD a share, once executed
    description TEXT,
    created_at INTEGER NOT NULL,
    executed_at INTEGER
) STRICT;
CREATE INDEX journals_from ON journals (from_account);
CREATE INDEX journals_to ON journals (to_account);

CREATE TABLE idempotency_keys (
    key TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    answer TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE orders (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    client_order_id TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    symbol TEXT NOT NULL,
    side TEXT NOT NULL,
    qty INTEGER,
    notional INTEGER,
    status TEXT NOT NULL,
    is_open INTEGER NOT NULL,
    filled_qty INTEGER NOT NULL DEFAULT 0,
    filled_price INTEGER,           -- 1e-6 USD a share
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    filled_at INTEGER,
    canceled_at INTEGER,
    failed_at INTEGER,
    type TEXT NOT NULL DEFAULT 'market',
    time_in_force TEXT NOT NULL DEFAULT 'day',
    limit_price INTEGER,            -- 1e-6 USD, as are all prices
    stop_price INTEGER,
    trail_price INTEGER,
    trail_percent INTEGER,          -- 1e-6 of a percent
    hwm INTEGER,                    -- the best price that a trailing stop has seen
    extended_hours INTEGER NOT NULL DEFAULT 0,
    order_class TEXT NOT NULL DEFAULT '',
    commission INTEGER NOT NULL DEFAULT 0,
    triggered_at INTEGER,           -- when the stop price was touched
    looked_at INTEGER,              -- up to when the market was compared with the order
    expires_at INTEGER,
    expired_at INTEGER,
    replaced_at INTEGER,
    replaced_by TEXT,
    replaces TEXT,
    UNIQUE (account_id, client_order_id)
) STRICT;
CREATE INDEX orders_of_account ON orders (account_id, is_open);

CREATE TABLE fills (
    id TEXT PRIMARY KEY,
    order_id TEXT NOT NULL REFERENCES orders (id),
    qty INTEGER NOT NULL CHECK (qty > 0),
    price INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX fills_of_order ON fills (order_id);

CREATE TABLE positions (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    symbol TEXT NOT NULL,
    qty INTEGER NOT NULL CHECK (qty > 0),
    cost_basis INTEGER NOT NULL CHECK (cost_basis >= 0),
    PRIMARY KEY (account_id, symbol)
) STRICT, WITHOUT ROWID;

CREATE TABLE watchlists (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    name TEXT NOT NULL,
    symbols TEXT NOT NULL,          -- JSON array
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (account_id, name)
) STRICT;

CREATE TABLE activities (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    activity_type TEXT NOT NULL,
    at INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX activities_of_account ON activities (account_id, sequence);
CREATE INDEX activities_by_time ON activities (at);

-- The ledger. A book is an account's id, or `world:bank` or `world:market`; a unit is USD or a symbol.
CREATE TABLE ledger_entries (
    id INTEGER PRIMARY KEY,
    transaction_id INTEGER NOT NULL,
    book TEXT NOT NULL,
    unit TEXT NOT NULL,
    amount INTEGER NOT NULL,
    reference TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX ledger_entries_of_book ON ledger_entries (book, at);

CREATE TABLE balances (
    book TEXT NOT NULL,
    unit TEXT NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (book, unit)
) STRICT, WITHOUT ROWID;

-- What is promised but has not moved yet: open orders, withdrawals, journals under way.
CREATE TABLE holds (
    reference TEXT PRIMARY KEY,
    book TEXT NOT NULL,
    unit TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount >= 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX holds_on_book ON holds (book, unit);

CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ulid TEXT NOT NULL UNIQUE,
    topic TEXT NOT NULL,
    account_id TEXT,
    at INTEGER NOT NULL,
    body TEXT NOT NULL              -- JSON object without the event's ids
) STRICT;
CREATE INDEX events_of_topic ON events (topic, id);
CREATE INDEX events_by_time ON events (at);

CREATE TABLE schedule (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    due_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL           -- id of what the step is about
) STRICT;
CREATE INDEX schedule_by_due ON schedule (due_at, id);
