"""One module for each command: from a request to the result that is shown."""
