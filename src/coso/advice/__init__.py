"""Legal advice given by a union: a register of cases, without the names of who asked."""
