"""What one request, one minute and one day of an account may cost: the bounds of the site, from the environment."""

from portal import env

MEGABYTE = 1024 * 1024
# The longest body without files; and with files, of which each has its own limit.
FORM_BYTES = 2 * MEGABYTE
ATTACHMENT_BYTES = env.integer("ATTACHMENT_MAX_MB", 10, least=1) * MEGABYTE
ATTACHMENT_COUNT = env.integer("ATTACHMENT_MAX_COUNT", 20, least=1)
# A company files fifty applications a day, of some files each.
DRAFTS_A_DAY = env.integer("DRAFTS_A_DAY", 100, least=1)
FILES_A_DAY = env.integer("FILES_A_DAY", 500, least=1)
UPLOAD_MB_A_DAY = env.integer("UPLOAD_MB_A_DAY", 1000, least=1)
# For how long a session may lie unused: an officer's at a counter, and a citizen's on a device of their own.
IDLE_MINUTES = {
    "staff": env.integer("STAFF_IDLE_MINUTES", 60, least=5),
    "citizen": env.integer("CITIZEN_IDLE_MINUTES", 240, least=5),
}
# Requests a minute: by account, by address of who did not sign in, codes looked up, tokens asked for, files sent by
# one account. 0: no limit. Without Redis each web process has its share.
A_MINUTE = {
    "account": env.integer("RATE_ACCOUNT", 6000),
    "address": env.integer("RATE_ADDRESS", 3000),
    "look_up": env.integer("RATE_LOOK_UP", 30),
    "token": env.integer("RATE_TOKEN", 60),
    "upload": env.integer("RATE_UPLOAD", 60),
}
# How often one code may be tried in vain, whoever tries, and for how many minutes it is then locked. 0: no limit.
TRIES = env.integer("LOOK_UP_FAILURES", 5), env.integer("LOOK_UP_LOCK_MINUTES", 15, least=1)
# A code that there is not; and a code with characters that its slip has not.
FAILURES = {"look_up": TRIES, "slip": TRIES}
