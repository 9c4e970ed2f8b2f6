"""Pages of the reference. What has a name in the program is listed from there, so no page can lack it."""
