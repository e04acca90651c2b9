"""What each subcommand of `greenpaper` does; `flows.cli` says how they are called."""
