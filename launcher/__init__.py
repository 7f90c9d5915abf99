"""The launcher of Cơ Sở: standard library only, run by whatever Python 3.11 or newer the machine has."""
