"""Who is bound by what and from when: facts, strata of rules, dates, and the facts that would settle what is open."""
