import { sshWords } from '../terminal/ssh-words.ts'
import { bashMarks } from './bash-marks.ts'

/**
 * What is sent with an ssh line so that bash on that host tells its commands: the host's and the person's own dotfiles as a login
 * reads them, then the marks. They lie in a file of the host's temporary folder until bash has opened it. Behind it comes the
 * host's name, or an empty word. One line within single quotes, so that sh, bash, zsh, fish and csh read it alike; an account
 * whose shell is none of bash and sh keeps its shell, without marks, and it is said.
 */
export function remoteShell(nonce: string): string {
  const rc = Buffer.from(remoteRc(nonce)).toString('base64')
  const told = 'FIRELINE_TOLD=1; export FIRELINE_TOLD; W="the shell is not bash"; T='
  const bash = `command -v bash >/dev/null 2>&1 && T=$(mktemp 2>/dev/null) && printf %s ${rc} | base64 -d >"$T" 2>/dev/null`
  const start = '__fl_rc=$T; __fl_host=$0; export __fl_rc __fl_host; exec bash --rcfile "$T" -i'
  const tried = `case "$SHELL" in */bash|*/sh|*/dash|*/ash|"") W="there is no bash"; if ${bash}; then ${start}; fi;; esac`
  const said = 'printf "[fireline] On this host %s: what runs here is not told by marks.\\r\\n" "$W"'
  return `sh -c '${told}; ${tried}; [ -z "$T" ] || rm -f "$T"; ${said}; exec "\${SHELL:-/bin/sh}" -l'`
}

/** What sshd says to a login comes first, for a login with a command is said nothing. Without a bash's own file there is .profile. */
const remoteRc = (nonce: string): string => String.raw`rm -f "$__fl_rc"; unset __fl_rc
[ -e ~/.hushlogin ] || cat /run/motd.dynamic /etc/motd 2>/dev/null
[ -r /etc/profile ] && . /etc/profile
for __fl_file in ~/.bash_profile ~/.bash_login ~/.profile; do [ -r "$__fl_file" ] && { . "$__fl_file"; break; }; done
unset __fl_file; export -n __fl_host
logout() { exit "$@"; }
${bashMarks(nonce)}`

/** `ssh [options] host` as it is run with marks; undefined where there is no login shell behind it, or it is no ssh. */
export function sshWithMarks(command: readonly string[], nonce: string): string[] | undefined {
  const [program = '', ...words] = command
  if (!/(^|\/)ssh$/.test(program) || words.some(isNoShell)) return undefined
  const { host, command: own } = sshWords(words)
  return host === undefined || own.length > 0 ? undefined : [program, '-t', ...words, `${remoteShell(nonce)} ""`]
}

/** An ssh to a host's own shell. */
export const takesMarks = (command: readonly string[]): boolean => sshWithMarks(command, '') !== undefined

/** `-N`, `-T`, `-f` and their like. */
const isNoShell = (word: string): boolean => new RegExp(`^-[${flags}]*[fGNnOQsTVW]`).test(word)

/** Of OpenSSH: options without and with a value. */
const flags = '46AaCgKkMqtvXxYy'
const withValue = 'BbcDEeFIiJLlmoPpRSw'

/**
 * In bash and zsh: an `ssh host` that is typed goes with marks, whatever else is typed as it was. Who has a function of that name
 * keeps it; an alias goes on, for it calls this. What is not understood is a plain ssh.
 */
export const sshFunction = (nonce: string): string =>
  String.raw`
if ! typeset -f ssh >/dev/null 2>&1; then
__fl_behind=${quoted(remoteShell(nonce), "'\\''")}
function ssh {
  local a host= take= no=
  for a in "$@"; do
    if [ -n "$host" ]; then no=1; break; fi
    if [ -n "$take" ]; then take=; continue; fi
    case $a in
      --) ;;
      -?*)
        a=\${a#-}
        while :; do case $a in [${flags}]*) a=\${a#?};; *) break;; esac; done
        case $a in '') ;; [${withValue}]) take=1;; [${withValue}]*) ;; *) no=1; break;; esac;;
      *) host=$a;;
    esac
  done
  a=\${host#ssh://}; a=\${a##*@}
  case $host in ssh://*) a=\${a%%[:/]*};; esac
  case $a in ''|*[!A-Za-z0-9._:-]*|-*) no=1;; esac
  if [ -z "$no" ] && [ -t 0 ] && [ -t 1 ]; then command ssh -t "$@" "$__fl_behind $a"; else command ssh "$@"; fi
}
fi
`.replaceAll('\\${', '${')

/** The same in fish. */
export const sshFunctionOfFish = (nonce: string): string => String.raw`
if not functions -q ssh
  set -g __fl_behind ${quoted(remoteShell(nonce).replaceAll('\\', '\\\\'), "\\'")}
  function ssh --wraps ssh
    set -l host ''; set -l take 0; set -l no 0
    for a in $argv
      if test -n "$host"; set no 1; break; end
      if test $take = 1; set take 0; continue; end
      if test "$a" = --; continue; end
      if not string match -qr -- '^-.' $a; set host $a; continue; end
      set -l rest (string replace -r -- '^-[${flags}]*' '' $a)
      if string match -qr -- '^[${withValue}]$' "$rest"; set take 1; continue; end
      if test -n "$rest"; and not string match -qr -- '^[${withValue}]' "$rest"; set no 1; break; end
    end
    set -l name (string replace -r '^(ssh://)?(.*@)?' '' -- "$host")
    string match -q 'ssh://*' -- "$host"; and set name (string replace -r '[:/].*' '' -- "$name")
    string match -qr '^[A-Za-z0-9._:][A-Za-z0-9._:-]*$' -- "$name"; or set no 1
    if test $no = 0; and isatty stdin; and isatty stdout
      command ssh -t $argv "$__fl_behind $name"
    else
      command ssh $argv
    end
  end
end
`

const quoted = (text: string, quote: string): string => `'${text.replaceAll("'", quote)}'`
