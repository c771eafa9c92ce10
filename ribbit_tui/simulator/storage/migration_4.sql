-- From schema version 3 to 4.

-- The average entry price of a position stays as it is when a part is sold.
ALTER TABLE positions ADD COLUMN cost_qty INTEGER NOT NULL DEFAULT 0;
UPDATE positions SET cost_qty = qty;

-- Requests of 2026.
ALTER TABLE orders ADD COLUMN commission_type TEXT NOT NULL DEFAULT 'notional';
ALTER TABLE orders ADD COLUMN instructions TEXT;
ALTER TABLE transfers ADD COLUMN ira TEXT;
