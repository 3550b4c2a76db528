"""The bots that are compared: each is a program of its own, told where Telegram is by one JSON argument."""
