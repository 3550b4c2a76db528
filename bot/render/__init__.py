"""Reply values → bytes: pictures and files, drawn off the event loop."""
