"""What a problem is: arithmetic, decision processes, policies."""
