"""HTTP: middleware, the guard of requests, parsers and error pages."""
