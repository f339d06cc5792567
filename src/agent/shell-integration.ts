import { mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'

/** How to start the person's own shell so that it says what it runs. */
export interface Started {
  command: string[]
  env: Record<string, string>
}

/**
 * bash (4.4 or newer), zsh and fish with the person's own dotfiles, then our marks after them; any other command as it is. The
 * nonce is in no exported variable: what runs in the shell cannot forge a mark. One change in bash: a repeated line is
 * kept in the shell's history, so that it is a command here too; a line that begins with a space stays out of both.
 */
export function withMarks(shell: string, folder: string, nonce: string, env: Record<string, string>): Started {
  const name = basename(shell)
  if (name === 'bash') {
    const rc = join(folder, 'bashrc')
    writeFileSync(rc, bashRc(nonce), { mode: 0o600 })
    return { command: [shell, '--rcfile', rc, '-i'], env }
  }
  if (name === 'fish') {
    const rc = join(folder, 'marks.fish')
    writeFileSync(rc, fishRc(nonce), { mode: 0o600 })
    // Read after the person's own configuration.
    return { command: [shell, '-i', '-C', `source '${rc}'`], env }
  }
  if (name !== 'zsh') return { command: [shell, '-i'], env }
  const own = env['ZDOTDIR'] ?? env['HOME'] ?? homedir()
  const dots = join(folder, 'zsh')
  mkdirSync(dots, { mode: 0o700 })
  for (const [file, text] of Object.entries(zshFiles(nonce)))
    writeFileSync(join(dots, file), text.replaceAll('@OWN@', quoted(own)).replaceAll('@OURS@', quoted(dots)), {
      mode: 0o600,
    })
  return { command: [shell, '-i'], env: { ...env, ZDOTDIR: dots } }
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** Backslash, semicolon and control characters as \xNN, so that they end no mark. */
const bashRc = (nonce: string): string =>
  String.raw`
[ -r ~/.bashrc ] && . ~/.bashrc
__fl_nonce=${nonce}
HISTCONTROL=\${HISTCONTROL//ignoreboth/ignorespace}; HISTCONTROL=\${HISTCONTROL//ignoredups/}; HISTCONTROL=\${HISTCONTROL//erasedups/}
[[ $HISTCONTROL == *ignorespace* ]] || HISTCONTROL=ignorespace:$HISTCONTROL
set -o history
__fl_say() { builtin printf '\e]633;%s;%s\a' "$1" "$__fl_nonce"; }
__fl_plain() {
  local LC_ALL=C text=$1
  text=\${text//\\/\\\\}; text=\${text//;/\\x3b}; text=\${text//$'\n'/\\x0a}
  text=\${text//$'\e'/\\x1b}; text=\${text//$'\a'/\\x07}
  builtin printf '%s' "$text"
}
__fl_last() { HISTTIMEFORMAT= builtin history 1; }
__fl_number() { local line; line=$(__fl_last); [[ $line =~ ^[[:space:]]*([0-9]+) ]] && builtin printf '%s' "\${BASH_REMATCH[1]}"; }
__fl_before() {
  local line; line=$(__fl_last)
  if [[ $line =~ ^[[:space:]]*([0-9]+)[*[:space:]][[:space:]](.*)$ && \${BASH_REMATCH[1]} != "$__fl_seen" ]]; then
    __fl_say "E;$(__fl_plain "\${BASH_REMATCH[2]}")"
  else
    __fl_say 'E;'
  fi
  __fl_say "P;Cwd=$(__fl_plain "$PWD")"
  __fl_say 'C;'
}
__fl_ended() { local code=$?; __fl_say "D;$code"; return $code; }
__fl_prompt() {
  local code=$?
  __fl_seen=$(__fl_number)
  [[ $PS1 == *"633;B;"* ]] || PS1='\[\e]633;A;;'$__fl_nonce'\a\]'$PS1'\[\e]633;B;;'$__fl_nonce'\a\]'
  [[ $PS0 == *__fl_before* ]] || PS0=$PS0'$(__fl_before)'
  return $code
}
if ((BASH_VERSINFO[0] > 5 || (BASH_VERSINFO[0] == 5 && BASH_VERSINFO[1] >= 1))); then
  PROMPT_COMMAND=(__fl_ended "\${PROMPT_COMMAND[@]}" __fl_prompt)
else
  PROMPT_COMMAND="__fl_ended\${PROMPT_COMMAND:+; $PROMPT_COMMAND}; __fl_prompt"
fi
`.replaceAll('\\${', '${')

const zshFiles = (nonce: string): Record<string, string> => ({
  '.zshenv': `ZDOTDIR=@OWN@\n[ -r "$ZDOTDIR/.zshenv" ] && . "$ZDOTDIR/.zshenv"\n__fl_own=\${ZDOTDIR:-@OWN@}\nZDOTDIR=@OURS@\n`,
  '.zshrc': String.raw`
ZDOTDIR=$__fl_own
[ -r "$ZDOTDIR/.zshrc" ] && . "$ZDOTDIR/.zshrc"
typeset -g __fl_nonce=${nonce}
__fl_say() { builtin printf '\e]633;%s;%s\a' "$1" "$__fl_nonce" }
__fl_plain() {
  emulate -L zsh
  local text=$1
  text=\${text//\\/\\\\}; text=\${text//;/\\x3b}; text=\${text//$'\n'/\\x0a}
  text=\${text//$'\e'/\\x1b}; text=\${text//$'\a'/\\x07}
  builtin print -rn -- "$text"
}
__fl_preexec() {
  if [[ $1 == ' '* ]]; then __fl_say 'E;'; else __fl_say "E;$(__fl_plain "$1")"; fi
  __fl_say "P;Cwd=$(__fl_plain "$PWD")"
  __fl_say 'C;'
}
__fl_precmd() {
  local code=$?
  __fl_say "D;$code"; __fl_say 'A;'
  [[ $PS1 == *'633;B;'* ]] || PS1=$PS1$'%{\e]633;B;;'$__fl_nonce$'\a%}'
  return $code
}
autoload -Uz add-zsh-hook
add-zsh-hook preexec __fl_preexec
precmd_functions=(__fl_precmd \${precmd_functions:#__fl_precmd})
`.replaceAll('\\${', '${'),
})

/** fish hands its events the line as it was typed; a function that was defined later as its prompt is wrapped again. */
const fishRc = (nonce: string): string => String.raw`
set -g __fl_nonce ${nonce}
function __fl_say
  builtin printf '\e]633;%s;%s\a' $argv[1] $__fl_nonce
end
function __fl_plain
  set -l text (string replace -a -- '\\' '\\\\' $argv[1] | string collect)
  set text (string replace -a -- ';' '\\x3b' $text | string collect)
  set text (string replace -a -- \n '\\x0a' "$text" | string collect)
  set text (string replace -a -- \e '\\x1b' "$text" | string collect)
  string replace -a -- \a '\\x07' "$text"
end
function __fl_before --on-event fish_preexec
  if string match -q -- ' *' "$argv[1]"
    __fl_say 'E;'
  else
    __fl_say "E;"(__fl_plain "$argv[1]" | string collect)
  end
  __fl_say "P;Cwd="(__fl_plain "$PWD" | string collect)
  __fl_say 'C;'
end
function __fl_ended --on-event fish_postexec
  set -l code $status
  __fl_say "D;$code"
end
function __fl_prompt --on-event fish_prompt
  __fl_say 'A;'
  if not functions fish_prompt | string match -q '*__fl_own_prompt*'
    functions -e __fl_own_prompt
    functions -c fish_prompt __fl_own_prompt
    function fish_prompt
      __fl_own_prompt
      __fl_say 'B;'
    end
  end
end
`
