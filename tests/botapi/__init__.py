"""A double of Telegram's Bot API server: a real HTTP server, in its own process, on the loopback only.

``python -m tests.botapi`` serves what a bot calls (``/bot<token>/<method>``) and a control side
(``/control/<operation>``) by which a test plays the people in front of the bot; ``client.py`` is its pleasant form.
"""
