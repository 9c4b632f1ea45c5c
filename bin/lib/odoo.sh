# Finds Odoo 19: ODOO_PATH, an importable odoo, else Debian's package unpacked in the cache. Sourced.
# Sets ODOO_HOME (the folder that holds the package `odoo`) and ODOO_ADDONS (its addons folders).

# What Odoo's package links to. Newer fonts of unstable have other file names, so these come from
# the suite of this machine where it has them.
ODOO_ASSETS="fonts-font-awesome fonts-inconsolata fonts-montserrat fonts-ocr-b fonts-roboto-unhinted
    libjs-jquery libjs-jquery-form libjs-underscore"

private_apt() { # private_apt COMMAND… : apt with lists of our own, needs no rights
    local dir=$CACHE/apt tool=$1
    shift
    # A mirror kept as a snapshot has lists past their date; their signatures are checked all the same.
    "$tool" -q -o Dir::Etc::sourcelist="$dir/sources.list" -o Dir::Etc::sourceparts=/dev/null \
        -o Dir::State="$dir/state" -o Dir::State::status=/dev/null -o Dir::Cache="$dir/cache" \
        -o Acquire::Languages=none -o APT::Sandbox::User="" -o APT::Update::Error-Mode=any \
        -o Acquire::Check-Valid-Until=false "$@"
}

# The mirror that this machine already uses.
debian_mirror() {
    apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(COMPONENT)|$(REPO_URI)' 'Identifier: Packages' |
        awk -F'|' '$1 == "Debian" && $2 == "Debian" && $3 == "main" && !found++ {print $4}'
}

configured_mirror() {
    command -v apt-get >/dev/null || return 1
    [ -n "$(debian_mirror)" ] || ! may_be_root || as_root apt-get -q update >/dev/null 2>&1 || true
    debian_mirror
}

write_sources() { # write_sources URL SUITE…
    local url=$1 key=/usr/share/keyrings/debian-archive-keyring.gpg suite
    shift
    mkdir -p "$CACHE/apt/state/lists/partial" "$CACHE/apt/cache/archives/partial" "$CACHE/apt/debs"
    for suite in "$@"; do echo "deb [signed-by=$key] $url $suite main"; done >"$CACHE/apt/sources.list"
}

download() { # download PACKAGE…
    (cd "$CACHE/apt/debs" && private_apt apt-get download "$@")
}

download_assets() { # download_assets SUITE
    local name
    for name in $ODOO_ASSETS; do
        download "$name/$1" || download "$name/unstable" || return 1
    done
}

unpack() {
    local deb
    for deb in "$CACHE"/apt/debs/*.deb; do dpkg-deb -x "$deb" "$1" || return 1; done
}

fetch_odoo() {
    local mirror codename size new=$CACHE/odoo.new
    mirror=$(configured_mirror) && [ -n "$mirror" ] || fail "there is no Odoo 19 here, and no Debian mirror to take it from." \
        "Set ODOO_PATH to a checkout of Odoo 19, or use: docker compose up"
    codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
    need_disk 3000
    progress "Odoo: reading the list of Debian's unstable suite"
    write_sources "$mirror" unstable "$codename"
    logged odoo-list "Check the sources of apt." private_apt apt-get update
    size=$({ private_apt apt-cache show odoo-19 2>/dev/null || true; } | awk '/^Size:/ {size = int($2 / 1048576)} END {print size}')
    [ -n "$size" ] || fail "the mirror has no package odoo-19." "Set ODOO_PATH to a checkout of Odoo 19, or use: docker compose up"
    progress "Odoo: downloading $size MB"
    rm -rf "$CACHE/apt/debs" "$new" && mkdir -p "$CACHE/apt/debs" "$new"
    logged odoo-download "Start again." download odoo-19/unstable
    logged odoo-assets "Start again." download_assets "$codename"
    progress "Odoo: unpacking"
    logged odoo-unpack "Start again." unpack "$new"
    finish_odoo "$new/usr/lib/python3/dist-packages"
    rm -rf "$CACHE/odoo" "$CACHE/apt" && mv "$new" "$CACHE/odoo"
}

finish_odoo() {
    local lib=$1/odoo/addons/mail/static/lib/selfie_segmentation broken
    # Debian leaves this file out; its absence is an error on the console of each page.
    mkdir -p "$lib" && : >"$lib/selfie_segmentation.js"
    broken=$(find "$1" -xtype l | head -n 3)
    [ -z "$broken" ] || fail "links of Odoo's package lead nowhere: $broken" \
        "The packages it links to have moved their files; set ODOO_PATH to a checkout of Odoo 19."
}

importable_odoo() {
    (cd / && python3 -c 'import importlib.util as u, os; s = u.find_spec("odoo.release"); print(os.path.dirname(os.path.dirname(s.origin)))') 2>/dev/null
}

# The folder that holds `odoo`, from a checkout, from the package itself or from its parent.
resolve_odoo_path() {
    local path
    for path in "$1" "$1/.."; do
        [ -f "$path/odoo/release.py" ] || continue
        (cd "$path" && pwd)
        return
    done
    fail "ODOO_PATH=$1 holds no Odoo." "Set it to a checkout of Odoo 19, or to the installed package odoo."
}

step_odoo() {
    local code
    if [ -n "${ODOO_PATH:-}" ]; then
        ODOO_HOME=$(resolve_odoo_path "$ODOO_PATH") || exit 2
    elif ODOO_HOME=$(importable_odoo) && [ -n "$ODOO_HOME" ]; then
        :
    else
        ODOO_HOME=$CACHE/odoo/usr/lib/python3/dist-packages
        code=$(printf '%s' "$ODOO_ASSETS" | hash_of)
        if ! { [ -d "$ODOO_HOME/odoo" ] && is_done odoo "$code"; }; then
            fetch_odoo
            mark_done odoo "$code"
        fi
    fi
    grep -q '^version_info = (19, 0' "$ODOO_HOME/odoo/release.py" || fail "$ODOO_HOME is not Odoo 19." \
        "Set ODOO_PATH to a checkout of Odoo 19."
    ODOO_ADDONS=$ODOO_HOME/odoo/addons
    [ ! -d "$ODOO_HOME/addons/account" ] || ODOO_ADDONS=$ODOO_HOME/addons,$ODOO_ADDONS
    # After the environment's own packages, so that a system-wide Odoo brings no old library along.
    local pth
    pth=$("$PYTHON" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/einvoice_odoo.pth
    [ "$(cat "$pth" 2>/dev/null)" = "$ODOO_HOME" ] || echo "$ODOO_HOME" >"$pth"
}
