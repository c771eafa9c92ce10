"""HTTP routes: parse the request, call the engine within one transaction, respond."""
