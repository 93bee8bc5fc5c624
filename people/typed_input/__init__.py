"""What somebody typed into any form of the site and has not sent: kept, carried through sign-in, put back."""
