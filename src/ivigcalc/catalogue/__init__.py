"""Data in: YAML files to validated core objects. The only room that knows YAML and pydantic."""
