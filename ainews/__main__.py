"""`python -m ainews` is the `ainews` command."""

from ainews.cli.main import main

if __name__ == "__main__":
    main()
