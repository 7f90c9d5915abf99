"""`./coso bench`: what is to be reached, measured."""
