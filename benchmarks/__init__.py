"""How fast the engines are, beside their peers, on the same packs and subjects in the same run: `make bench`.

Nothing here is part of the service. A figure counts only after every contestant has given the same answers.
"""
