"""One command a file: declare(parser) says what it takes, run(options) does it and returns the exit status."""
