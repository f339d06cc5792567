/** What an `ssh` line says: where to, as whom, and what to run there. */
export interface SshWords {
  /** As it was written, without the user: `db-1`. */
  host?: string
  user?: string
  command: string[]
  /** A terminal was asked for although there is a command, or is there because there is none. */
  tty: boolean
}

const optionsWithValue = /[BbcDEeFIiJLlmOoPpQRSWw]/

/** Reads `[options] [user@]host [command…]`, the words behind `ssh`, as OpenSSH's own command line does. */
export function sshWords(words: readonly string[]): SshWords {
  let at = 0
  let user: string | undefined
  let forced = false
  while (words[at]?.startsWith('-') && words[at] !== '-') {
    const option = words[at++] as string
    if (option === '--') break
    const value = option.slice(1).search(optionsWithValue)
    forced ||= (value < 0 ? option : option.slice(0, value + 1)).includes('t')
    if (value < 0) continue
    const said = option.slice(value + 2) || words[at++]
    if (option[value + 1] === 'l') user = said
  }
  const [, named = user, host] = /^(?:ssh:\/\/)?(?:(.*)@)?([^@/]+)\/?$/.exec(words[at] ?? '') ?? []
  const command = words.slice(at + 1)
  return { ...(host && { host }), ...(named && { user: named }), command, tty: forced || command.length === 0 }
}

/** The host that a command leads to, when it is an ssh (`ssh ana@db-1`); nothing for anything else. */
export function hostBehind(command: readonly string[]): string | undefined {
  const [program = '', ...words] = command
  return /(^|\/)ssh$/.test(program) ? sshWords(words).host?.replace(/:\d+$/, '').slice(0, 200) : undefined
}
