"""Everything remembered. All SQL is here, one named question a function, in what SQLite and PostgreSQL both read."""
