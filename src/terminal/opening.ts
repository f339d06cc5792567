/**
 * What a person signs to open a shell of the highest level on a host, or to type in one that is open. The host checks each line
 * by itself, against what it knows and a list of its own: no server is believed for any of it.
 */
export interface Opening {
  /** As the person named it, not as a server says. */
  host: string
  /** Their name on the list of that host. */
  account: string
  incident: string
  terminal: string
  /** The host's own, for one opening and a minute. */
  nonce: string
  /** Who they are in Fireline. */
  person: string
  /** The public half of a key that lives as long as the page or the program they type in: P-256, SPKI, base64. */
  sessionKey: string
  /** RFC 3339, by the host's clock. */
  notAfter: string
}

/** The signature is over the text itself (`ssh-keygen -Y sign`), or a passkey's over the sha256 of it. */
export type SignedOpening = { ssh: string } | { passkey: PasskeyAnswer }

/** What an authenticator answers, each part base64url. */
export interface PasskeyAnswer {
  id: string
  clientData: string
  authenticatorData: string
  signature: string
}

/** Why a host opens nothing. */
export const openingNos = [
  'shell-off',
  'not-listed',
  'other-host',
  'other-incident',
  'other-terminal',
  'unknown-nonce',
  'too-late',
  'bad-session-key',
  'bad-signature',
  'other-account',
  'did-not-start',
] as const
export type OpeningNo = (typeof openingNos)[number]

/** A signature that was made for anything else says nothing here. */
export const openingNamespace = 'fireline-shell@fireline'

const lines = ['host', 'account', 'incident', 'terminal', 'nonce', 'person', 'sessionKey', 'notAfter'] as const

/** The text that is signed: readable, and no two openings have the same. */
export function openingText(opening: Opening): string {
  const said = lines.map(name => `${name}: ${JSON.stringify(opening[name])}`)
  return ['fireline opens a shell, v1', ...said, ''].join('\n')
}

/** Keys of such a shell, as they are signed. */
export interface SignedKeys {
  terminal: string
  epoch: number
  /** Grows with each piece of keys of one session key, and no two pieces ever have the same. */
  seq: number
  /** The number of the piece before it, as far as its sender knows: keys that somebody kept back change no line unseen. */
  after: number
  data: string
}

/** Numbers first and the keys last, so no two have the same text. */
export const keysText = ({ terminal, epoch, seq, after, data }: SignedKeys): string =>
  `fireline keys, v1\n${terminal}\n${epoch}\n${seq}\n${after}\n${data}`
