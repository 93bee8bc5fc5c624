# Set-up shared by bin/run, bin/test and bin/check; sourced, never run. Safe to repeat: seconds when nothing changed.
# shellcheck shell=sh

ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$ROOT" || exit 1
VENV="$ROOT/.venv"
LOG=$(mktemp "${TMPDIR:-/tmp}/mot-cua-setup.XXXXXX") || exit 1
export PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONUTF8=1
SYSTEM_PATH="$PATH:/usr/sbin:/sbin"
PATH="$VENV/bin:$SYSTEM_PATH"
export PATH

say() { printf '%s\n' "$*"; }

# One line that says what is missing, one that says how to mend it.
fail() {
  printf '\n✗ %s\n  → %s\n' "$1" "$2" >&2
  rm -f "$LOG"
  exit 1
}

# step TITLE COMMAND…: one line with the seconds it took; its output is shown only when it fails.
step() {
  title=$1; shift
  printf '• %s … ' "$title"
  began=$(date +%s)
  if "$@" >"$LOG" 2>&1 </dev/null; then
    printf '%s s\n' "$(($(date +%s) - began))"
  else
    printf 'failed\n'
    tail -n 25 "$LOG" >&2
    explain "$title"
  fi
}

# Turns the usual causes into a sentence.
explain() {
  if grep -qi 'no space left\|disk quota\|ENOSPC' "$LOG"; then
    fail "The disk is full." "Free about 2 GB under $ROOT and start again."
  elif grep -qi 'do not match the hashes' "$LOG"; then
    fail "A package differs from the one that was locked." \
      "Run '.venv/bin/pip cache purge' and start again; if it stays, do not install: ask where the package comes from."
  elif grep -qi 'name resolution\|network is unreachable\|connection refused\|connection timed\|timed out\|EAI_AGAIN\|ENOTFOUND\|ECONNREFUSED\|ETIMEDOUT\|ProxyError\|NewConnectionError\|could not resolve\|no matching distribution\|CERTIFICATE_VERIFY\|SSLError' "$LOG"; then
    fail "The package registry cannot be reached." \
      "Connect to the internet, or name your proxy or mirror (HTTPS_PROXY, PIP_INDEX_URL, npm_config_registry), and start again."
  elif grep -qi 'permission denied\|EACCES\|read-only file system' "$LOG"; then
    fail "Files here may not be written." "Start as the owner of $ROOT (now: $(id -un)), on a disk that can be written."
  fi
  fail "$1 did not succeed." "Read the lines above; then start again: what is done is kept."
}

python_is_enough() {
  "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# Never the one of the virtual environment, which it may have to make anew.
find_python() (
  PATH=$SYSTEM_PATH
  for name in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null 2>&1 && python_is_enough "$name"; then
      command -v "$name"
      exit 0
    fi
  done
  exit 1
)

has_pango() {
  "$1" -c 'import ctypes; ctypes.CDLL("libpangoft2-1.0.so.0")' >/dev/null 2>&1
}

# Packages of the system, through its own package manager; asks for the right only when something is missing.
apt_install() {
  command -v apt-get >/dev/null 2>&1 ||
    fail "These system libraries are missing: $*" "Install them with your package manager and start again."
  as_root=""
  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null 2>&1 && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
      as_root=sudo
      sudo -v || true
    else
      fail "These system packages are missing, and $(id -un) may not install them: $*" \
        "Ask an administrator to run: apt-get update && apt-get install -y --no-install-recommends $*"
    fi
  fi
  step "Reading the list of system packages" $as_root apt-get update -qq
  step "Installing system packages: $*" \
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

need_python() {
  python=$(find_python) && return
  say "Python 3.11 or newer with its venv module is needed; found: $(PATH=$SYSTEM_PATH python3 --version 2>&1 | tail -n 1)."
  apt_install python3 python3-venv
  python=$(find_python) || fail "The Python of this system is too old." \
    "Install Python 3.11 with its venv module and start again (PYTHON=/path/to/python3.11 names one)."
}

need_system_libraries() {
  has_pango "$python" || apt_install libpangoft2-1.0-0 libharfbuzz-subset0
  has_pango "$python" || fail "libpangoft2-1.0.so.0 (Pango, which draws the PDFs) cannot be loaded." \
    "Install libpangoft2-1.0-0 and start again."
}

need_room() {
  free=$(df -Pk "$ROOT" | awk 'NR == 2 { print int($4 / 1024) }')
  [ "$free" -ge 1500 ] || fail "Only $free MB are free under $ROOT; the set-up needs about 1500 MB." \
    "Free some space and start again."
}

# need_venv [FOLDER]
need_venv() {
  folder=${1:-$VENV}
  if [ -x "$folder/bin/python" ] && python_is_enough "$folder/bin/python"; then return; fi
  need_room
  step "Making the virtual environment ${folder##*/}" "$python" -m venv --clear "$folder"
}

# need_packages LOCK [VENV]: installs a lock file once; the stamp carries its hash.
need_packages() {
  into=${2:-$VENV}
  stamp="$into/.$1.$(cksum <"$1" | tr ' ' '-')"
  [ -e "$stamp" ] && return
  step "Installing the packages of $1 (first time: up to a minute)" install_lock "$1" "$into/bin/python"
  rm -f "$into/.$1."*
  : >"$stamp"
}

# uv takes a tenth of pip's time. It does not read pip's settings, so whatever it cannot do is left to pip.
install_lock() {
  if has_uv; then
    uv pip install --quiet --python "$2" --require-hashes -r "$1" && return
    say "uv could not; pip takes over."
  fi
  "$2" -m pip install -q --require-hashes -r "$1"
}

# The one on PATH, or the locked one; and the registry that pip is told to use is told to uv.
has_uv() {
  command -v uv >/dev/null ||
    "$VENV/bin/python" -m pip install -q --retries 1 --require-hashes -r requirements-uv.txt || return 1
  registry=${PIP_INDEX_URL:-$("$VENV/bin/python" -m pip config list | sed -n "s/^[a-z]*\.index-url='\(.*\)'$/\1/p" | tail -n 1)}
  [ -z "$registry" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$registry}"
  export UV_HTTP_RETRIES="${UV_HTTP_RETRIES:-1}" UV_NO_PROGRESS=1
}

# Beside the others: it pins older versions of what the site runs on. 350 MB, so only bin/check asks for it.
need_semgrep() {
  need_venv "$ROOT/.venv-semgrep"
  need_packages requirements-semgrep.txt "$ROOT/.venv-semgrep"
}

need_node() {
  major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
  if [ "$major" -ge 20 ] && command -v npm >/dev/null 2>&1; then return; fi
  need_packages requirements-node.txt
}

need_assets() {
  [ -x bin/build-assets ] || return 0
  need_node
  step "Building style sheets, scripts and fonts" bin/build-assets
}

need_translations() {
  po=locale/en/LC_MESSAGES/django.po
  if [ ! -e "$po" ] || [ "${po%.po}.mo" -nt "$po" ]; then return 0; fi
  step "Compiling the English texts" "$VENV/bin/python" manage.py translations --compile
}

# setup LOCK [semgrep]: everything up to a tree that can run. Two set-ups at once wait for each other.
setup() {
  if command -v flock >/dev/null 2>&1; then
    exec 9<"$ROOT/bin/lib/setup.sh"
    flock 9
  fi
  need_python
  need_system_libraries
  need_venv
  need_packages "$1"
  [ "${2:-}" != semgrep ] || need_semgrep
  need_assets
  need_translations
  exec 9<&-
  rm -f "$LOG"
}
