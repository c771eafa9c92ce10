"""Bank links and transfers before they are sent."""
