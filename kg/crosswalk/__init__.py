"""Relations between requirements of two frameworks: derived from duties, or asserted by somebody."""
