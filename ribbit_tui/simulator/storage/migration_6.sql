-- From schema version 5 to 6.

-- What the broker has blocked for an account.
ALTER TABLE accounts ADD COLUMN trading_blocked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN transfers_blocked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN account_blocked INTEGER NOT NULL DEFAULT 0;

-- A journal above a limit is reviewed at the pace, no longer at the end of the day.
UPDATE schedule SET kind = 'journal.review' WHERE kind = 'journal.end_of_day';
