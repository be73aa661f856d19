"""Two sites, a wire between them, real daemons: what the live tests are made of."""
