"""Identity checks by others: CIP results and Onfido."""
