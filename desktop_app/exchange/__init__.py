"""What comes in and goes out: files to dataclasses and back, mapping outside codes at the edge."""
