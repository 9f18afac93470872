"""操作留痕: what was done, and whether the chain is whole."""
