"""`python -m api` is the same as `shangfa`."""

from api.cli import main

if __name__ == "__main__":
    main()
