"""What a front end calls: a function for each command, from what was typed to an answer for people and for programs.

The command line, a page in a browser and a program that imports ivigcalc use the same functions. The environment, the
day and the user's own files are the front end's: it hands over what they say. ``problems`` are what it could not read
itself; a refusal lists them first.
"""
