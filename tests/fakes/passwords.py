"""Passwords without the cost of argon2, for tests that are about something else."""

import hashlib


class QuickPasswords:
    """casework.ports.Passwords; told apart from the real thing by its prefix."""

    def hash(self, password: str) -> str:
        return "quick:" + hashlib.sha256(password.encode("utf-8", "surrogatepass")).hexdigest()

    def verify(self, password: str, password_hash: str) -> bool:
        return self.hash(password) == password_hash
