"""Documents of accounts: uploaded by customers, or issued to them."""
