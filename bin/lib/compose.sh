#!/usr/bin/env bash
# What docker-compose.yml runs in the container: makes the French demo once, then serves it.
# Odoo's own demo data would mix American companies into it, so they are not loaded.
set -euo pipefail

database=${EINVOICE_DATABASE:-einvoice}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
ready=$ODOO_DATA_DIR/$database-ready

in_shell() { # in_shell PYTHON_LINE
    printf 'import sys; sys.path.insert(0, "%s/bin/lib"); import demo_data, feed\n%s\n' "$root" "$1" |
        odoo shell -d "$database" --no-http --log-level=warn
}
install() { odoo -d "$database" -i "$1" --no-http --stop-after-init --log-level=warn "${@:2}"; }

if [ ! -e "$ready" ]; then
    echo "The French demo is being made: two to four minutes, once."
    install base,web --load-language=fr_FR
    in_shell "demo_data.make_french(env)"
    install l10n_fr_account,einvoice_intake
    in_shell "demo_data.load_demo(env, ['einvoice_base', 'einvoice_intake'])"
    in_shell "feed.feed(env, sorted(map(str, demo_data.our_addons.ROOT.glob('tests/samples/*__*.*'))), remember=True)"
    touch "$ready"
fi
echo "Serving on http://localhost:8069  login: admin  password: admin"
exec odoo -d "$database" --db-filter="^$database\$"
