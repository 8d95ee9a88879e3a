"""Checks of record and knowledge against SHACL shapes: compiled to SPARQL, or by pySHACL on small graphs."""
