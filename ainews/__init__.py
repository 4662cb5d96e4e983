"""ainews: hundreds of feeds, the handful of stories that matter to one reader."""

__version__ = "0.1.0"
