# Folders, progress lines, errors, stamps and the lock shared by the set-up steps. Sourced.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
CACHE=${EINVOICE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/einvoice}
VENV=$CACHE/venv
PYTHON=$VENV/bin/python
STEP=0
STEPS=0

say() { printf '%s\n' "$*" >&2; }
progress() { say "[$STEP/$STEPS] $*"; }

# fail WHAT WHAT_TO_DO
fail() {
    say "error: $1"
    say "       $2"
    exit 2
}

need_disk() { # need_disk MEGABYTES
    local free
    free=$(df -Pm "$CACHE" | awk 'NR == 2 {print $4}')
    [ "$free" -ge "$1" ] || fail "$CACHE has $free MB free; the set-up needs $1 MB." \
        "Free some space, or set EINVOICE_CACHE to a folder on another disk."
}

make_cache() {
    mkdir -p "$CACHE/stamps" "$CACHE/logs" 2>/dev/null || fail "cannot write in $CACHE." \
        "Set EINVOICE_CACHE to a folder that you may write to."
    # The server of a private PostgreSQL cluster runs as another user when we are root.
    [ "$(id -u)" -ne 0 ] || chmod a+x "$CACHE"
}

hash_of() { sha256sum | cut -c1-16; }
is_done() { [ "$(cat "$CACHE/stamps/$1" 2>/dev/null)" = "$2" ]; }
mark_done() { printf '%s\n' "$2" >"$CACHE/stamps/$1"; }

lock() {
    exec 9>"$CACHE/lock"
    flock -n 9 && return
    say "Another run is setting up $CACHE; waiting for it."
    flock -w 1800 9 || fail "the other set-up did not end within 30 minutes." \
        "See which process holds $CACHE/lock, end it, and start again."
}
unlock() { exec 9>&-; }

# Runs a command with its output in a log; on failure shows the end of the log.
logged() { # logged NAME WHAT_TO_DO COMMAND…
    local name=$1 log=$CACHE/logs/$1.log advice=$2
    shift 2
    "$@" >"$log" 2>&1 9>&- && return
    tail -n 15 "$log" >&2
    if grep -qi 'no space left' "$log"; then
        advice="The disk is full. Free some space, or set EINVOICE_CACHE to a folder on another disk."
    elif grep -qiE 'could not resolve|temporary failure|network is unreachable|connection (refused|timed out)|max retries' "$log"; then
        advice="No network, or a proxy is missing (https_proxy). Check the connection and start again; what is done is kept."
    fi
    fail "$name failed; the whole output is in $log." "$advice"
}

port_is_free() {
    command -v python3 >/dev/null || return 0
    python3 - "$1" <<'PY'
import socket
import sys

with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(sys.argv[1])))
    except (OSError, OverflowError, ValueError):
        sys.exit(1)
PY
}
