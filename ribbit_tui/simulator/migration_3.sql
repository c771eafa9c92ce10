-- From schema version 2 to 3, room by room.

-- Applications and their review.

-- Changing and closing accounts.

-- Funding and journals.

-- Orders with legs.

-- Crypto and the market's overlay.

-- Documents, statements and corporate actions.

-- Faults.
