"""One module for each outside service; nothing else in the program makes an HTTP request."""
