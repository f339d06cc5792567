/** One line of an authorized_keys file. */
export interface AuthorizedLine {
  /** As they stand before the key; '' where there are none. */
  options: string
  /** Its kind and the key itself, as they identify it: `ssh-ed25519 AAAA…`. */
  key: string
}

const keyForm = /^((?:sk-)?(?:ssh|ecdsa)-[a-z0-9@.-]+) +([A-Za-z0-9+/]+=*)(?: |$)/

/** Nothing of a comment, an empty line, or what is no key. Options may hold blanks between quotes. */
export function readAuthorizedLine(line: string): AuthorizedLine | undefined {
  const text = line.trim()
  const plain = keyForm.exec(text)
  if (plain) return { options: '', key: `${plain[1]} ${plain[2]}` }
  const options = /^(?:[^\s"]|"(?:[^"\\]|\\.)*")+/.exec(text)?.[0] ?? ''
  const after = keyForm.exec(text.slice(options.length).trimStart())
  return after && options !== '' ? { options, key: `${after[1]} ${after[2]}` } : undefined
}

/** Whether these options name a command, so that the key may run nothing else. */
export const isRestricted = (options: string): boolean =>
  /(?:^|,)(?:command=|cert-authority|principals=)/i.test(options.replace(/"(?:[^"\\]|\\.)*"/g, '""'))
