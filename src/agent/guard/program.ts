import { holding } from './hold-script.ts'
import type { GuardPlaces } from './places.ts'

/**
 * The guard itself, for every sh. It asks once and waits for no longer than a second; whatever goes wrong, it lets in and says so.
 * It never sees what is typed afterwards, and what has no terminal never comes here.
 */
export const guardProgram = ({ folder, state, log }: GuardPlaces): string =>
  [head(folder, state, log), asking, answering, keys, watching, telling, holding, tail].join('\n')

const head = (folder: string, state: string, log: string) => `#!/bin/sh
# Fireline's guard of this host: says who has the keyboard, and never keeps anybody waiting for longer than a second.
# guard tell: at a login with a terminal.   guard hold PERSON: in place of a listed person's login.   guard seat: what the server answers.
folder=${folder}
state=${state}
log=${log}
PATH=$PATH:/usr/local/bin:/usr/bin:/bin
`

/** The answer of the file that the watcher keeps while it is fresh, else of the server. The key stands on no command line. */
const asking = `now() { date +%s; }

# A file of the last 15 s; its first line says when it was written.
kept() {
  [ -r "$state" ] || return 1
  read -r word at <"$state" || return 1
  case $word$at in *[!a-z0-9]* | at) return 1 ;; esac
  [ "$word" = at ] && [ "$(($(now) - at))" -le 15 ] && cat "$state"
}

# ask KEY-FILE PATH [what else curl takes]
ask() {
  key=$(cat "$folder/$1") && server=$(cat "$folder/server") || return 1
  path=$2
  shift 2
  [ -r "$folder/ca.pem" ] && set -- --cacert "$folder/ca.pem" "$@"
  $as curl -q --config - --silent --fail --connect-timeout 0.8 "$@" 2>/dev/null <<URL
url = "$server/guard/$key/$path"
URL
}
as=

# Only what a terminal shows as text: no control characters, neither of the old kind nor of the new one.
plain() {
  LC_ALL=C tr -d '\\001-\\011\\013-\\037\\177' | LC_ALL=C sed "s/$(printf '\\302')[$(printf '\\200')-$(printf '\\237')]/ /g"
}

seat() { kept || ask key seat --max-time 0.8; }

say() { printf '%s\\n' "$*" >&2; }

# To the system's log and to our own file; nobody waits for either.
note() {
  { command -v logger >/dev/null && logger -t fireline-guard -p auth.warning -- "$1"; } </dev/null >/dev/null 2>&1 &
  [ -w "$log" ] && printf '%s %s\\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" >>"$log"
  :
}
`

/** Reads the answer into words of ours; what is not whole is no answer. */
const answering = `# Sets incident, holder, accounts, lead, watch and room. Fails when nobody answered.
learn() {
  incident= holder= accounts= lead= watch= room= whole=
  answer=$(seat | plain) || return 1
  while read -r word rest; do
    case $word in
      incident) incident=$rest ;;
      holder) holder=$rest ;;
      accounts) accounts=$rest ;;
      lead) lead=$rest ;;
      watch) watch=$rest ;;
      room) room=$rest ;;
      end) whole=yes ;;
    esac
  done <<ANSWER
$answer
ANSWER
  [ -n "$whole" ]
}

# told MOST-SECONDS WHAT WHO [WHY]
told() {
  ask key touched --max-time "$1" --data-urlencode "what=$2" --data-urlencode "who=$3" --data-urlencode "why=\${4-}" \\
    --data-urlencode "from=\${SSH_CONNECTION%% *}"
}

# The same behind the login's back, which waits for nothing, and lets go of what is connected to it at once. Not even a terminal
# that closes ends it.
touched() {
  trap '' HUP
  (told 5 "$@") </dev/null >/dev/null 2>&1 &
  trap - HUP
}

host=$(uname -n)

unheard() {
  say "Fireline does not answer: it cannot say who has the keyboard on $host. You are let in."
  note "no answer from Fireline; $1 was let in"
}
`

const keys = `# Says what may be pressed, then one key into $pressed; empty is Enter, or none within 20 s.
key() {
  pressed=
  saved=$(stty -g 2>/dev/null) || { say "$1"; return 0; }
  stty -icanon -echo -isig min 0 time 200
  say "$1"
  pressed=$(dd bs=1 count=1 2>/dev/null)
  stty "$saved"
}
`

const watching = `# watch HELD: the screen of who has the keyboard, until it ends or a key does: q and Ctrl-C into $pressed, and where HELD is yes b, when nothing
# is typed right after it: who types a command blindly does not mean it. The server draws it, and on top what the keys do.
watch() {
  pressed=
  with=watch-key
  [ -r "$folder/$with" ] || with=watch/$(id -un)
  if [ "$watch" != yes ] || [ ! -r "$folder/$with" ]; then
    say "Not here: $room shows it."
    return 0
  fi
  saved=$(stty -g) || return 0
  size=$(stty size) || size='24 80'
  stty -icanon -echo -isig min 0 time 5
  (as=exec && ask "$with" "watch?rows=\${size% *}&cols=\${size#* }&held=$1" --no-buffer) &
  shows=$!
  while kill -0 "$shows" 2>/dev/null; do
    case $1$(dd bs=1 count=1 2>/dev/null) in
      *[qQ] | *"$interrupt") pressed=q ;;
      yes[bB]) [ -n "$(dd bs=64 count=1 2>/dev/null)" ] || pressed=b ;;
    esac
    [ -z "$pressed" ] || break
  done
  kill "$shows" 2>/dev/null
  wait "$shows" 2>/dev/null
  stty "$saved"
  printf '\\033c'
}
interrupt=$(printf '\\003')
`

const telling = `# Installed, and nobody said within its time that they can still get in: as if it were not there.
is_over() {
  read -r until <"$folder/$1" && [ "$(now)" -gt "$until" ]
} 2>/dev/null

# By the key that they came with, where sshd says it and somebody listed it; else the account.
person() {
  if [ -r "\${SSH_USER_AUTH-}" ] && [ -r "$folder/people" ]; then
    while read -r name of; do
      grep -qxF "publickey $of" "$SSH_USER_AUTH" && printf '%s' "$name" && return 0
    done <"$folder/people"
  fi
  id -un
}

tell() {
  is_over unconfirmed && return 0
  me=$(person)
  if ! learn; then
    unheard "$me"
    return 0
  fi
  [ -n "$incident" ] || return 0
  if [ -z "$holder" ]; then
    say "$incident: people work on this host. Nobody has the keyboard."
    return 0
  fi
  case " $accounts " in *" $me "*)
    say "$incident: you have the keyboard here."
    return 0
    ;;
  esac
  asked=0
  while [ "$asked" -lt 5 ]; do
    key "$incident: $holder has the keyboard here. [w] watch  [c] continue, $holder is told"
    case $pressed in
      [wW]) watch no ;;
      [cC] | '' | "$interrupt") break ;;
      *) asked=$((asked + 1)) ;;
    esac
  done
  touched login "$me"
}
`

const tail = `case $1 in
  tell) tell ;;
  hold) hold "$2" ;;
  seat) seat | plain ;;
  *)
    say 'guard tell, guard hold PERSON, guard seat'
    exit 64
    ;;
esac
`
