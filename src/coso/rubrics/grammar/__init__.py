"""The grammar of a rubric: reading one, scoring a sheet by it, and naming the level."""
