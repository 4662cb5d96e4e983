"""A digest as text: Markdown, HTML, plain text, JSON and feeds; pure, chooses nothing and sends nothing."""
