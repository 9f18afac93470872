"""What the hall knows of somebody who applies, at the counter and beside a case."""
