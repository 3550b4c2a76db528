"""``python3 dev.py kills``: the real program, killed at random moments while people tap; nothing tapped may be lost."""
