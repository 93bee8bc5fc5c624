"""How long things take beside a floor, and beside less data; run by `bin/bench`, never as a test."""
