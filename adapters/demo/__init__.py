"""The demonstration province: invented subjects with valid codes, for showing and testing. Nothing in it is anybody's.

Everything here follows from a seed and the packs' own cases; nothing is drawn from the world.
"""
