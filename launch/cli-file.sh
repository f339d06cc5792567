#!/bin/sh
":" /*
# Fireline's command line in one file, as its server handed it out: this finds a Node, which runs the JavaScript below.
# The address of the server is in it; no secret is.
url='@FIRELINE_URL@'
node_digest='@NODE_DIGEST@'
cache="${XDG_CACHE_HOME:-$HOME/.cache}/fireline"
own="$cache/node-$(printf %.16s "$node_digest")"

is_new_enough() {
  version=$("$1" --version 2>/dev/null) || return 1
  version=${version#v}
  major=${version%%.*}
  minor=${version#*.}
  minor=${minor%%.*}
  [ "$major" -gt 20 ] 2>/dev/null || { [ "$major" -eq 20 ] && [ "$minor" -ge 19 ]; } 2>/dev/null
}

fetch_node() {
  [ -n "$node_digest" ] && [ "$(uname -s 2>/dev/null) $(uname -m 2>/dev/null)" = 'Linux x86_64' ] || return 1
  command -v curl >/dev/null && command -v sha256sum >/dev/null && command -v gzip >/dev/null || return 1
  echo "fireline: there is no Node 20.19 or newer here. Fetching the server's own, about 45 MB, once, into $cache …" >&2
  mkdir -p "$cache" && chmod 700 "$cache" || return 1
  curl -fsSL "$url/cli/node-linux-x64.gz" | gzip -dc >"$own.$$"
  if echo "$node_digest  $own.$$" | sha256sum -c - >/dev/null 2>&1; then
    chmod 700 "$own.$$" && mv "$own.$$" "$own"
  else
    rm -f "$own.$$"
    echo 'fireline: what came is not what this file expects. Download the file again.' >&2
    return 1
  fi
}

find_node() {
  for node in node /opt/homebrew/bin/node /usr/local/bin/node "$own"; do
    is_new_enough "$node" && return
  done
  node=$own
  fetch_node && is_new_enough "$node" && return
  echo 'fireline: this needs Node 20.19 or newer, and there is none here.' >&2
  echo '  https://nodejs.org has it for every machine; or: brew install node, apt install nodejs. Then start this again.' >&2
  exit 1
}

find_node
# Not as a module of the folder it lies in: a package.json there says nothing about this file.
exec "$node" --input-type=commonjs -e '
  const { dirname, resolve } = require("node:path")
  const { isBuiltin } = require("node:module")
  const file = (process.argv[1] = resolve(process.argv[1]))
  const text = require("node:fs").readFileSync(file, "utf8").replace(/^#!/, "//")
  const names = ["exports", "require", "module", "__filename", "__dirname"]
  // Nothing from the folder that somebody happens to stand in.
  const builtIn = name => {
    if (isBuiltin(name)) return require(name)
    throw new Error(`${name} is not in this file`)
  }
  const start = require("node:vm").compileFunction(text, names, { filename: file })
  start({}, builtIn, { exports: {} }, file, dirname(file))
' "$0" "$@"
*/
