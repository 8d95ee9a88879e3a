"""Assessment: what is on record against what is demanded, decided by one pure kernel."""
