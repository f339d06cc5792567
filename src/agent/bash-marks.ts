/** For bash 4.4 or newer, after its dotfiles. Backslash, semicolon and control characters are said as \xNN, so that they end no mark. */
export const bashMarks = (nonce: string): string =>
  String.raw`
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
  [ -z "$__fl_host" ] || __fl_say "P;Host=$__fl_host"
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
