"""What can be done with the register. Every function opens an action, checks permission, state and data, and writes."""
