#!/bin/sh
# Makes .local/venvs/uv: uv, and the Python 3.13 from which all other environments are made.
#
# Any Python from 3.10 on can start it. Where that is not 3.13, an environment that is thrown away afterwards brings uv,
# which finds a Python 3.13 or fetches one.
set -eu
cd "$(dirname "$0")/.."

satisfies() { "$1" -c "import sys; sys.exit(not ($2))" 2>/dev/null; }

first() { # the first of the named Pythons that satisfies a condition
	condition=$1; shift
	for python; do if satisfies "$python" "$condition"; then echo "$python"; return; fi; done
}

named() { if [ -n "${PYTHON:-}" ]; then first "$1" "$PYTHON"; else first "$1" python3 python3.13 python3.14 python3.12 python3.11 python3.10; fi; }

missing() {
	echo "Kind Regards needs Python 3.13$1; ${PYTHON:-python3} is: $("${PYTHON:-python3}" -V 2>/dev/null || echo missing)" >&2
	echo "Remedy: install it, or name it: make PYTHON=/path/to/python3.13${TARGETS:+ $TARGETS}" >&2
	exit 1
}

# Before 24.2, pip only trusts certificates of its own: a proxy that inspects TLS has its own, which the system knows.
trust_the_system() {
	[ -z "${PIP_CERT:-}${REQUESTS_CA_BUNDLE:-}${CURL_CA_BUNDLE:-}" ] || return 0
	! "$1" -m pip config list | grep '^global\.cert=' >/dev/null || return 0
	! "$1" -c 'import pip; raise SystemExit(tuple(map(int, pip.__version__.split(".")[:2])) < (24, 2))' || return 0
	certificates=$("$1" -c 'import ssl; print(ssl.get_default_verify_paths().cafile or "")')
	if [ -n "$certificates" ]; then export PIP_CERT="$certificates"; fi
}

make_environment() { # with uv in it: make_environment PYTHON NAME
	if ! "$1" -c 'import ensurepip, venv' 2>/dev/null; then
		echo "This Python has no venv: $1" >&2
		echo "Remedy: install it (Debian: apt-get install $("$1" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')-venv)" >&2
		exit 1
	fi
	rm -rf ".local/venvs/$2"
	"$1" -m venv ".local/venvs/$2"
	(
		trust_the_system ".local/venvs/$2/bin/python"
		".local/venvs/$2/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	) || { echo "$REMEDY" >&2; exit 1; }
}

find_or_fetch() {
	UV_VENV=start requirements/uv.sh python find --system --no-python-downloads 3.13 2>/dev/null && return
	echo "Fetching Python 3.13 into .local/python" >&2
	if ! UV_VENV=start requirements/uv.sh python install --no-bin --install-dir .local/python 3.13 2>.local/python.log; then
		sed -n '1p;$p' .local/python.log >&2
		return 1
	fi
	UV_PYTHON_INSTALL_DIR=.local/python UV_VENV=start requirements/uv.sh python find --managed-python 3.13
}

python=$(named 'sys.version_info[:2] == (3, 13)')
if [ -z "$python" ]; then
	start=$(named 'sys.version_info >= (3, 10)')
	[ -n "$start" ] || missing ""
	make_environment "$start" start
	python=$(find_or_fetch) || missing ", which could not be fetched"
	rm -rf .local/venvs/start
	echo "Making the environments with $("$python" -V), which uv found for $("$start" -V): $python"
else
	echo "Making the environments with $("$python" -V)"
fi
make_environment "$python" uv
