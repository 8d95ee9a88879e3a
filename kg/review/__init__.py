"""The review protocol: what is sampled, what errors are hidden in a sheet, and how far two readings agree."""
