"""Reference data: countries, states, postal codes, tax ids and document types."""
