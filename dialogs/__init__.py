"""The functional core: what is asked, what is kept, what is said. No clock, no network, no disk, no asyncio."""
