"""The command line: thin commands over `app.Services`. Decides how facts are shown, never what they are."""
