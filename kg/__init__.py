"""normgraph: what binds an organisation and its AI systems, what supports it on record, and what is missing."""

__version__ = "0.1.0"
