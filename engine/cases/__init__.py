"""A pack's own tests: read as values, run under the law they name, and asked what they leave untested.

From the value up: `situation` and `case` read text, `verdict` and `both_laws` compare what was found with what a case
expects, `runs` asks the engines; `coverage`, `condition_coverage` and `mutants` ask what the cases would not notice.
"""
