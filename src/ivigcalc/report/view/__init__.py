"""Views: from a result to a document."""
