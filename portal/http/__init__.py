"""HTTP: middleware, the JSON parser and error responses."""
