# The one set-up of bin/run, bin/test, bin/read, bin/bench, bin/odoo and bin/pa-sandbox. Sourced; then call
#   setup NEED…     with the needs: python dev odoo browser demo test
# A step that is done costs milliseconds: each leaves a stamp with the hash of what it was made from.

set -euo pipefail
LIB=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$LIB/common.sh"
. "$LIB/packages.sh"
. "$LIB/odoo.sh"
. "$LIB/postgres.sh"

setup() {
    local need
    case " $* " in *" odoo "*) STEPS=4 ;; *) STEPS=2 ;; esac
    make_cache
    lock
    for need in packages python odoo postgres; do
        case $need in
        packages) STEP=1 && step_packages "$@" ;;
        python) STEP=2 && setup_python "$@" ;;
        odoo) case " $* " in *" odoo "*) STEP=3 && step_odoo ;; esac ;;
        postgres) case " $* " in
            *" demo "*) STEP=4 && step_postgres demo ;;
            *" test "*) STEP=4 && step_postgres test ;;
            esac ;;
        esac
    done
    unlock
    case " $* " in *" odoo "*) odoo_environment "$@" ;; esac
}

setup_python() {
    step_venv venv requirements.txt
    case " $* " in *" dev "*) step_venv venv-dev requirements.txt requirements-dev.txt ;; esac
}

odoo_environment() {
    local kind=demo
    case " $* " in *" test "*) kind=test ;; esac
    export ODOO_RC=$ROOT/odoo.conf
    export ODOO_ADDONS_PATH=$ODOO_ADDONS,$ROOT/addons
    export ODOO_DATA_DIR=$CACHE/odoo-$kind
    # The demo is for this machine only: its password is known.
    export ODOO_HTTP_INTERFACE=${ODOO_HTTP_INTERFACE:-127.0.0.1}
    export EINVOICE_CACHE=$CACHE
    mkdir -p "$ODOO_DATA_DIR"
}

odoo() { "$PYTHON" -m odoo "$@"; }
