"""The stages in motion: poll, compare, land. Knows rooms by their interfaces and prints nothing."""
