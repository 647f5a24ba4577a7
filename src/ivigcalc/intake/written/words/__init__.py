"""The words of a written order: found in the text, known or refused, and put into rows."""
