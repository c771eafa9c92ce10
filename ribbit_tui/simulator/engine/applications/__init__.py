"""Applications, changes of accounts, and uploaded documents."""
