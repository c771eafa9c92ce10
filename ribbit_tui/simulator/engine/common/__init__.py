"""What several packages of the engine share."""
