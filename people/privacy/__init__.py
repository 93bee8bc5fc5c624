"""Personal data: what is recorded of reads, searches kept out of addresses, incidents, and the pages about them."""
