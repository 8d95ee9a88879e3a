"""Frameworks of one's own: contracts, policies and questionnaires that an organisation keeps in its record."""
