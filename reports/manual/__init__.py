"""The manual: pages in Markdown, a reference made of docstrings and options, and what makes HTML of them."""
