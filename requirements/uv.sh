#!/bin/sh
# uv, with what pip is told here: the index, the certificates, and a cache that can be written.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
venv=$root/.local/venvs/${UV_VENV:-uv}

# `pip config get` does not see a file that PIP_CONFIG_FILE names; `list` does.
settings=$("$venv/bin/python" -m pip config list 2>/dev/null || true)
pip_setting() { printf '%s\n' "$settings" | sed -n "s/^$1='\(.*\)'\$/\1/p"; }

export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-1}"

certificates=${SSL_CERT_FILE:-${PIP_CERT:-$(pip_setting global.cert)}}
if [ -f "$certificates" ]; then export SSL_CERT_FILE="$certificates"; fi

index=${UV_DEFAULT_INDEX:-${PIP_INDEX_URL:-$(pip_setting install.index-url)}}
index=${index:-$(pip_setting global.index-url)}
if [ -n "$index" ]; then export UV_DEFAULT_INDEX="$index"; fi

if [ -z "${UV_CACHE_DIR:-}" ]; then
	home=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
	if ! { [ -n "$home" ] && mkdir -p "$home/uv" && [ -w "$home/uv" ]; } 2>/dev/null; then
		export UV_CACHE_DIR="$root/.local/uv-cache"
	fi
fi

exec "$venv/bin/uv" "$@"
