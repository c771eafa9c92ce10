"""Rules and dates that several packages of the engine share."""
