"""好差评: the citizen's rating pad, and the supervisor's page of ratings."""
