#!/usr/bin/env bash
# Everything that is released, made and checked in dist/: bash tools/release.sh
# Source archive and wheel (built twice, the same bytes), one file that runs without being installed, list of parts (SBOM),
# offline page where Node.js is there, checksums. Nothing is published: docs/release.md says what comes next.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -z "$(git status --porcelain)" ] || { echo "there are changes that are not committed"; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -rf dist
mkdir dist
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) # every time in what is built is that of the last commit
export SOURCE_DATE_EPOCH

python3 -m venv "$work/tools"
"$work/tools/bin/pip" install --quiet build twine check-wheel-contents 'shiv>=1.0.8' cyclonedx-bom pip-audit

# A hash seed of its own shows whether the order of a set reaches the bytes. The wheel is built of the source archive.
for build in 1 2; do
  PYTHONHASHSEED=$build "$work/tools/bin/python" -m build --outdir "$work/build-$build" . >/dev/null
done
for file in "$work"/build-1/*; do cmp "$file" "$work/build-2/$(basename "$file")"; done
cp "$work"/build-1/* dist/
wheel=$(echo dist/*.whl)
"$work/tools/bin/twine" check --strict dist/*
"$work/tools/bin/check-wheel-contents" --ignore W002 "$wheel" # the licence of the fonts stands beside them and among all

# What an installation has, and nothing else: the list of parts is made of it.
python3 -m venv --without-pip "$work/app"
"$work/tools/bin/pip" --python "$work/app/bin/python" install --quiet "$wheel"
"$work/app/bin/ivigcalc" data check
"$work/app/bin/ivigcalc" selftest
# Known holes in what is installed. Where the database cannot be reached that is said: pip-audit itself would pass.
if "$work/tools/bin/python" -c 'import urllib.request as r; r.urlopen("https://pypi.org/pypi/PyYAML/json", timeout=20)' 2>/dev/null; then
  "$work/tools/bin/pip" --python "$work/app/bin/python" freeze --exclude ivigcalc >"$work/installed.txt"
  "$work/tools/bin/pip-audit" --disable-pip --no-deps -r "$work/installed.txt" | tee "$work/audit.txt"
  awk '/^Name +Skip Reason/ { found = 1; getline; next }
    found && NF { print "skipped: pip-audit of " $1 "; look it up elsewhere" }' "$work/audit.txt"
else
  echo "skipped: pip-audit; the database of PyPI cannot be reached"
fi
"$work/tools/bin/cyclonedx-py" environment --output-reproducible "$work/app/bin/python" -o dist/sbom.json

# One file for Linux on x86-64 and each Python that the project is for: the compiled part of pydantic is in it for each.
mkdir "$work/site"
for version in 3.11 3.12 3.13 3.14; do
  "$work/tools/bin/pip" install --quiet --target "$work/site-$version" --python-version "$version" \
    --platform manylinux2014_x86_64 --only-binary :all: "$wheel"
  cp -rn "$work/site-$version/." "$work/site/"
done
rm -rf "$work/site/bin" "$work/site/share"
"$work/tools/bin/shiv" --reproducible --console-script ivigcalc --python '/usr/bin/env python3' \
  --site-packages "$work/site" --output-file dist/ivigcalc-linux.pyz
SHIV_ROOT="$work/shiv" python3 dist/ivigcalc-linux.pyz selftest

if npm ci --silent --ignore-scripts --prefix tools/page 2>/dev/null; then
  version=$("$work/app/bin/python" -c 'import ivigcalc; print(ivigcalc.__version__)')
  "$work/app/bin/python" tools/build_page.py --wheel "$wheel" -o "dist/ivigcalc-$version.html"
else
  echo "skipped: the offline page; Node.js, npm or Pyodide is not there"
fi

(cd dist && sha256sum -- * >SHA256SUMS && cat SHA256SUMS && ls -l)
