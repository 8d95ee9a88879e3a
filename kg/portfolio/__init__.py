"""What an organisation puts on record: its systems, commitments, measures, evidence and risks."""
