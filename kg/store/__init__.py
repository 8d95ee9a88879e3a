"""The store: an append-only ledger that is the truth, and projections of it that can be thrown away and built again."""
