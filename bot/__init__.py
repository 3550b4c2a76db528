"""The imperative shell: clocks, channels, the database's thread, and the one file that composes them."""
