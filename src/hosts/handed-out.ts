import type { Desk } from '../engine/desk.ts'
import { encodingsOf } from '../redact/forms.ts'
import { type NotShown, solid } from '../redact/secret-scan.ts'
import { wordTree } from '../redact/word-tree.ts'
import { digestsOfKeys, handedOutMark } from '../store/handed-out.ts'
import { digestOfKey } from '../store/integrations.ts'
import { keptValues } from '../store/kept-values.ts'
import type { Secrets } from '../store/secrets.ts'

/** What Fireline handed out or keeps, and nobody may read in a terminal: held in memory, as it was at the last look. */
export interface HandedOut {
  /** With what it needs to open what is sealed; `values` are those of this server's own settings. */
  openWith(secrets: Secrets, values: readonly string[]): void
  now(): NotShown
  /** Looks whether there is something new. With the database away it goes on with what it has. */
  look(): Promise<void>
}

/** Shorter ones, and beginnings of longer ones, stand in too many words that are no secret. */
const leastLetters = 6
const mostLetters = 500

const byDesk = new WeakMap<Desk, HandedOut>()

/** One for each desk: a node has one desk. */
export function handedOutOf(desk: Desk): HandedOut {
  const known = byDesk.get(desk)
  if (known) return known
  const made = handedOut(desk)
  byDesk.set(desk, made)
  return made
}

function handedOut({ db }: Desk): HandedOut {
  let opening: { secrets: Secrets; values: readonly string[] } | undefined
  let mark: string | undefined
  let known = notShown([], new Set())
  const look = async () => {
    const now = await handedOutMark(db)
    if (now === mark) return
    const kept = opening ? await keptValues(db, opening.secrets) : []
    known = notShown([...(opening?.values ?? []), ...kept], await digestsOfKeys(db))
    mark = now
  }
  return {
    openWith(secrets, values) {
      opening = { secrets, values }
      mark = undefined
    },
    now: () => known,
    look: () => look().catch(() => {}),
  }
}

function notShown(values: readonly string[], keys: ReadonlySet<string>): NotShown {
  const secret = values.filter(value => solid(value).length >= leastLetters && value.length <= mostLetters)
  return { words: wordTree(secret.flatMap(encodingsOf).map(solid)), isKey: word => keys.has(digestOfKey(word)) }
}
