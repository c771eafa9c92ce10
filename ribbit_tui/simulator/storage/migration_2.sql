-- From schema version 1 to 2: every order so far was a market order for the day.

ALTER TABLE orders ADD COLUMN type TEXT NOT NULL DEFAULT 'market';
ALTER TABLE orders ADD COLUMN time_in_force TEXT NOT NULL DEFAULT 'day';
ALTER TABLE orders ADD COLUMN limit_price INTEGER;
ALTER TABLE orders ADD COLUMN stop_price INTEGER;
ALTER TABLE orders ADD COLUMN trail_price INTEGER;
ALTER TABLE orders ADD COLUMN trail_percent INTEGER;
ALTER TABLE orders ADD COLUMN hwm INTEGER;
ALTER TABLE orders ADD COLUMN extended_hours INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN order_class TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN commission INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN triggered_at INTEGER;
ALTER TABLE orders ADD COLUMN looked_at INTEGER;
ALTER TABLE orders ADD COLUMN expires_at INTEGER;
ALTER TABLE orders ADD COLUMN expired_at INTEGER;
ALTER TABLE orders ADD COLUMN replaced_at INTEGER;
ALTER TABLE orders ADD COLUMN replaced_by TEXT;
ALTER TABLE orders ADD COLUMN replaces TEXT;

CREATE TABLE watchlists (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    name TEXT NOT NULL,
    symbols TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (account_id, name)
) STRICT;
