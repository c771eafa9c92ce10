"""The books: ledger, holds, what is settled, what it is worth, and what must always be true."""
