"""Pictures made of characters: large text, bars, a disc. Numbers in, text out; no widgets."""
