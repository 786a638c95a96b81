"""Rows to records and back, by concern. Sealing and opening happen here and nowhere else."""
