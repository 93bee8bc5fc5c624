"""What a file that we send may do in a browser: be shown by its viewer, and nothing else."""

# A file may be shown by the browser's own viewer, also in a frame of our own pages (a receipt is printed from one), and
# do nothing: no script, no form, nothing fetched. nginx
# says the same of what it sends for us (docker-compose.yml): it hands on few of our headers.
FILE_POLICY = (
    "default-src 'none'; object-src 'self'; img-src 'self' data:; style-src 'unsafe-inline'; "
    "form-action 'none'; frame-ancestors 'self'; base-uri 'none'"
)
