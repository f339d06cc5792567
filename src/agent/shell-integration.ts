import { mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import type { Nonces } from '../terminal/marks.ts'
import { bashMarks } from './bash-marks.ts'
import { sshFunction, sshFunctionOfFish } from './nested-ssh.ts'

/** How to start the person's own shell so that it says what it runs. */
export interface Started {
  command: string[]
  env: Record<string, string>
}

/**
 * bash (4.4 or newer), zsh and fish with the person's own dotfiles, then our marks after them; any other command as it is. The
 * nonces are in no exported variable: what runs in the shell cannot forge a mark. One change in bash: a repeated line is
 * kept in the shell's history, so that it is a command here too; a line that begins with a space stays out of both.
 */
export function withMarks(shell: string, folder: string, nonces: Nonces, env: Record<string, string>): Started {
  const { nonce, nested } = nonces
  const name = basename(shell)
  if (name === 'bash') {
    const rc = join(folder, 'bashrc')
    writeFileSync(rc, ownBashrc + bashMarks(nonce) + (nested ? sshFunction(nested) : ''), { mode: 0o600 })
    return { command: [shell, '--rcfile', rc, '-i'], env }
  }
  if (name === 'fish') {
    const rc = join(folder, 'marks.fish')
    writeFileSync(rc, fishRc(nonce) + (nested ? sshFunctionOfFish(nested) : ''), { mode: 0o600 })
    // Read after the person's own configuration.
    return { command: [shell, '-i', '-C', `source '${rc}'`], env }
  }
  if (name !== 'zsh') return { command: [shell, '-i'], env }
  const own = env['ZDOTDIR'] ?? env['HOME'] ?? homedir()
  const dots = join(folder, 'zsh')
  mkdirSync(dots, { mode: 0o700 })
  for (const [file, text] of Object.entries(zshFiles(nonce, nested ? sshFunction(nested) : '')))
    writeFileSync(join(dots, file), text.replaceAll('@OWN@', quoted(own)).replaceAll('@OURS@', quoted(dots)), {
      mode: 0o600,
    })
  return { command: [shell, '-i'], env: { ...env, ZDOTDIR: dots } }
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

const ownBashrc = '[ -r ~/.bashrc ] && . ~/.bashrc\n'

const zshFiles = (nonce: string, more: string): Record<string, string> => ({
  '.zshenv': `ZDOTDIR=@OWN@\n[ -r "$ZDOTDIR/.zshenv" ] && . "$ZDOTDIR/.zshenv"\n__fl_own=\${ZDOTDIR:-@OWN@}\nZDOTDIR=@OURS@\n`,
  '.zshrc':
    String.raw`
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
`.replaceAll('\\${', '${') + more,
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
