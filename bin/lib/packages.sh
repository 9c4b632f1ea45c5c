# Programs that come from the distribution, and the Python environment. Sourced.

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

may_be_root() {
    [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null || { [ -t 0 ] && command -v sudo >/dev/null; }
}

has_french_ocr() {
    command -v tesseract >/dev/null && tesseract --list-langs 2>/dev/null | grep -qx fra
}

find_browser() {
    command -v google-chrome || command -v chromium || command -v chromium-browser
}

has_candidate() { LC_ALL=C apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [0-9]'; }

missing_packages() { # missing_packages NEED…
    has_french_ocr || echo tesseract-ocr tesseract-ocr-fra
    python3 -c 'import ensurepip' 2>/dev/null || echo python3-venv
    # Odoo tells file types by it, and less well without.
    compgen -G '/usr/lib/*/libmagic.so.1' >/dev/null || echo libmagic1
    case " $* " in *" browser "*) find_browser >/dev/null || echo chromium ;; esac
    # Debian 13 has no wkhtmltopdf any more.
    case " $* " in *" odoo "*)
        command -v wkhtmltopdf >/dev/null || ! has_candidate wkhtmltopdf || echo wkhtmltopdf
        ;;
    esac
}

step_packages() { # step_packages NEED…
    local want
    if ! command -v apt-get >/dev/null; then
        check_programs "$@"
        return
    fi
    # wkhtmltopdf is known to be absent from a suite only when the lists are there.
    [ -n "$(missing_packages "$@")" ] || return 0
    if ! may_be_root; then
        check_programs "$@"
        return
    fi
    progress "System packages: reading the lists"
    logged apt-update "Check the sources of apt." as_root apt-get -q update
    want=$(missing_packages "$@" | xargs)
    [ -n "$want" ] || return 0
    progress "System packages: installing $want"
    # shellcheck disable=SC2086  # a list of names
    logged apt-install "Install these packages by hand: $want" as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q install -y --no-install-recommends $want
}

# Without rights to install: what nothing works without stops, the rest is only said.
check_programs() {
    python3 -c 'import ensurepip' 2>/dev/null || fail "Python cannot make a virtual environment." \
        "Ask an administrator for the package python3-venv, or use: docker compose up"
    has_french_ocr || say "note: Tesseract with French is missing, scans will not be read (packages tesseract-ocr, tesseract-ocr-fra)."
    case " $* " in *" browser "*)
        find_browser >/dev/null || fail "the browser tests need Chromium." \
            "Ask an administrator for the package chromium, or run: bin/test --fast"
        ;;
    esac
}

find_python() {
    local name
    for name in python3 python3.12 python3.11 python3.13 python3.10; do
        "$name" -c 'import sys, ensurepip; sys.exit(not (3, 10) <= sys.version_info < (3, 14))' 2>/dev/null || continue
        command -v "$name"
        return
    done
    return 1
}

step_venv() { # step_venv STAMP REQUIREMENTS…
    local stamp=$1 python hash file arguments=()
    shift
    hash=$({ find_python; cd "$ROOT" && cat "$@"; } | hash_of)
    [ -x "$PYTHON" ] && is_done "$stamp" "$hash" && return
    need_disk 1500
    python=$(find_python) || fail "no Python from 3.10 to 3.13 with venv was found." \
        "Install python3 and python3-venv, or use: docker compose up"
    if ! "$PYTHON" -c '' 2>/dev/null; then
        progress "Python: a virtual environment on $("$python" -V 2>&1)"
        rm -rf "$VENV"
        logged venv "Install the package python3-venv." "$python" -m venv "$VENV"
    fi
    for file in "$@"; do arguments+=(-r "$ROOT/$file"); done
    progress "Python: installing $* (about a minute)"
    logged pip "Read the log; start again when its cause is gone." \
        "$PYTHON" -m pip install --disable-pip-version-check "${arguments[@]}"
    mark_done "$stamp" "$hash"
}
