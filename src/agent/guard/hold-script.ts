/**
 * Hold mode's part of the guard: what sshd runs in place of what a listed person asked for. What has no terminal goes on as sshd would have
 * run it, and waits for nothing; with a terminal they see the operator's, until nobody holds them any more, they leave, or they go in with a reason.
 */
export const holding = `# As sshd would have run it.
go() {
  export FIRELINE_TOLD=1
  unset SHLVL
  case \${SSH_ORIGINAL_COMMAND-} in
    '') exec "\${SHELL:-/bin/sh}" -l ;;
    internal-sftp*)
      for sftp in /usr/lib/openssh/sftp-server /usr/libexec/openssh/sftp-server /usr/lib/ssh/sftp-server; do
        [ -x "$sftp" ] && exec "$sftp"
      done
      exit 1
      ;;
    *) exec "\${SHELL:-/bin/sh}" -c "$SSH_ORIGINAL_COMMAND" ;;
  esac
}

# Whether somebody else has the keyboard here, and this person does not lead.
is_held() {
  [ -n "$incident" ] && [ -n "$holder" ] || return 1
  case " $accounts $lead " in *" $me "*) return 1 ;; esac
}

# The key opened this account before it was listed; where it does not any more, being listed opens nothing.
is_still_let_in() {
  {
    read -r listed || return 1
    while read -r file; do
      grep -qsF "$listed" "$file" && return 0
    done
  } <"$folder/held/$(id -un):$me"
  return 1
}

hold() {
  me=$1
  if ! is_still_let_in; then
    say 'This key does not open this account any more.'
    exit 1
  fi
  is_over unconfirmed && go
  is_over unconfirmed-hold && go
  if ! [ -t 0 ]; then
    touched no-tty "$me"
    go
  fi
  learn || { unheard "$me"; go; }
  is_held || go
  touched held "$me"
  while is_held; do
    watch yes
    # It ended by itself, or cannot be seen here.
    [ -n "$pressed" ] ||
      key "$incident: $holder has the keyboard here, and you are held. [w] watch  [b] go in all the same  [q] leave"
    case $pressed in
      [qQ] | "$interrupt") exit 0 ;;
      [bB]) break_in && go ;;
    esac
    learn || { unheard "$me"; go; }
  done
  say 'Nobody else has the keyboard here any more.'
  go
}

# Granted at once; the reason is what everybody in the room reads.
break_in() {
  printf 'Why? %s and everybody in the room read it: ' "$holder" >&2
  read -r why
  [ -n "$why" ] || return 1
  note "$me goes in while $holder has the keyboard: $why"
  told 0.8 login "$me" "$why" </dev/null >/dev/null
  :
}
`
