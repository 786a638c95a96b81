"""Due process and execution: who may move what, when, on which document.

Reaches the world only through `casework.ports`.
"""
