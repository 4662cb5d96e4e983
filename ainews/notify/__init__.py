"""Ways a digest leaves: e-mail, webhook, file and command; makes no digest and remembers nothing."""
