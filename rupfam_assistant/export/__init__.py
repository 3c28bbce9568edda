"""Every paper that leaves the program."""
