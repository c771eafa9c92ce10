-- Times are microseconds since 1970 UTC, cash is in 1e-6 USD, shares are in 1e-9 of a share.

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
    search_text TEXT NOT NULL,      -- searched by `query`, case-folded
    application TEXT NOT NULL,      -- JSON as answered: no tax id, no document content
    created_at INTEGER NOT NULL,
    kyc_results TEXT,               -- JSON as answered: what the review found
    names_changed INTEGER NOT NULL DEFAULT 0,   -- a customer may change names once
    trading_configurations TEXT,    -- JSON; NULL until any is set
    trading_blocked INTEGER NOT NULL DEFAULT 0,     -- by the broker, as are the next two
    transfers_blocked INTEGER NOT NULL DEFAULT 0,
    account_blocked INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE reviews (
    account_id TEXT PRIMARY KEY REFERENCES accounts (id),
    persona TEXT,
    requests TEXT NOT NULL,         -- JSON: what was found, by result code
    message TEXT,
    ahead TEXT NOT NULL,            -- JSON array of the scheduled statuses
    onfido_applicant TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE cips (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL UNIQUE REFERENCES accounts (id),
    body TEXT NOT NULL,             -- JSON as sent
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
    updated_at INTEGER NOT NULL,
    processor_token TEXT
) STRICT;
CREATE INDEX ach_relationships_of_account ON ach_relationships (account_id);

CREATE TABLE recipient_banks (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    status TEXT NOT NULL,
    name TEXT NOT NULL,
    bank_code TEXT NOT NULL,
    bank_code_type TEXT NOT NULL,
    account_number TEXT NOT NULL,
    country TEXT,                   -- the address is for BIC only
    state_province TEXT,
    postal_code TEXT,
    city TEXT,
    street_address TEXT,
    extra_fields TEXT,              -- JSON object
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX recipient_banks_of_account ON recipient_banks (account_id);

CREATE TABLE transfers (
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
    completed_at INTEGER,           -- time at which the money moved
    ira TEXT                        -- JSON object
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
    executed_at INTEGER,
    transmitter TEXT,               -- JSON object: the Travel Rule's fields
    corrects TEXT REFERENCES journals (id)
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
    triggered_at INTEGER,           -- time at which the stop price was touched
    looked_at INTEGER,              -- time up to which the market was compared
    expires_at INTEGER,
    expired_at INTEGER,
    replaced_at INTEGER,
    replaced_by TEXT,
    replaces TEXT,
    parent_id TEXT,                 -- of a leg: its primary order
    subtag TEXT,
    source TEXT,
    commission_type TEXT NOT NULL DEFAULT 'notional',
    instructions TEXT,              -- JSON object: fields that are answered as sent
    UNIQUE (account_id, client_order_id)
) STRICT;
CREATE INDEX orders_of_account ON orders (account_id, is_open);
CREATE INDEX legs_of_order ON orders (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE fills (
    id TEXT PRIMARY KEY,
    order_id TEXT NOT NULL REFERENCES orders (id),
    qty INTEGER NOT NULL CHECK (qty > 0),
    price INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    at INTEGER NOT NULL,
    fee INTEGER NOT NULL DEFAULT 0  -- the commission that was charged
) STRICT, WITHOUT ROWID;
CREATE INDEX fills_of_order ON fills (order_id);

CREATE TABLE positions (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    symbol TEXT NOT NULL,
    qty INTEGER NOT NULL CHECK (qty > 0),
    cost_basis INTEGER NOT NULL CHECK (cost_basis >= 0),
    cost_qty INTEGER NOT NULL DEFAULT 0,    -- the shares that the cost is of
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

-- Changes of prices from a time on: see market/timeline.py. No row is changed or deleted later.
CREATE TABLE market_changes (
    sequence INTEGER PRIMARY KEY,
    symbol TEXT NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    numerator INTEGER NOT NULL,     -- of the factor
    denominator INTEGER NOT NULL,
    price_before INTEGER,           -- at the time of the change, as is price
    price INTEGER
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

-- The ledger. A book is an account's id or one of the outside world; a unit is USD or a symbol.
CREATE TABLE ledger_entries (
    id INTEGER PRIMARY KEY,
    transaction_id INTEGER NOT NULL,
    book TEXT NOT NULL,
    unit TEXT NOT NULL,
    amount INTEGER NOT NULL,
    reference TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX ledger_entries_of_book_and_unit ON ledger_entries (book, unit, at, amount);

CREATE TABLE balances (
    book TEXT NOT NULL,
    unit TEXT NOT NULL,
    amount INTEGER NOT NULL,
    held INTEGER NOT NULL DEFAULT 0,    -- the sum of the holds on it
    PRIMARY KEY (book, unit)
) STRICT, WITHOUT ROWID;

-- Cash and shares held for open orders, withdrawals and journals under way.
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
    subject TEXT NOT NULL           -- the id that the step is run with
) STRICT;
CREATE INDEX schedule_by_due ON schedule (due_at, id);
CREATE INDEX confirmations_to_come ON schedule (subject) WHERE kind = 'trades.confirm';

CREATE TABLE documents (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    type TEXT NOT NULL,
    sub_type TEXT NOT NULL,
    mime_type TEXT NOT NULL,
    name TEXT NOT NULL,
    date TEXT NOT NULL,             -- the day in New York
    content BLOB,                   -- of uploads; others are made when asked for
    created_at INTEGER NOT NULL,
    details TEXT                    -- JSON: data that may change until it is made
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
    entitled_at INTEGER NOT NULL    -- holders at this time are entitled
) STRICT;
