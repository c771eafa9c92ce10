-- From schema version 4 to 5.

-- A commission may be due with each fill. Until now all of it was due with the first.
ALTER TABLE fills ADD COLUMN fee INTEGER NOT NULL DEFAULT 0;
UPDATE fills SET fee = (SELECT commission FROM orders WHERE orders.id = fills.order_id)
    WHERE at = (SELECT min(at) FROM fills AS others WHERE others.order_id = fills.order_id);
