import type { Sql } from '../store/db.ts'
import { versionsNow } from '../store/settings-versions.ts'
import type { Desk } from './desk.ts'

interface Answer {
  rows: never[]
  rowCount: number | null
}

interface Remembered {
  roster: string
  answers: Map<string, Answer>
}

const ofDatabase = new WeakMap<Desk['db'], Remembered>()

/** More different questions than a house has; who asks ever new ones is not remembered for ever. */
const mostAnswers = 20_000

/**
 * Asks about the roster for one command, in its transaction: what was asked before is answered from memory as long as the roster is the
 * one that stands in this transaction, so it is not old by a moment. Only questions that nothing but the roster answers may be asked here.
 */
export function rosterIn({ db }: Pick<Desk, 'db'>, tx: Sql): Sql['query'] {
  let version: Promise<Remembered> | undefined
  // Nobody waits for another transaction's answer, which may wait for us.
  const under = new Map<string, Promise<Answer>>()
  return async (text, values) => {
    version ??= versionsNow(tx).then(({ roster }) => remembered(db, roster))
    const { answers } = await version
    const key = JSON.stringify([text, values])
    const known = answers.get(key) ?? under.get(key)
    if (known) return known
    const asked: Promise<Answer> = tx.query<never>(text, values)
    under.set(key, asked)
    const answer = await asked
    answers.set(key, answer)
    return answer
  }
}

/** Without a version nothing is known to stand still. */
function remembered(db: Desk['db'], roster: string): Remembered {
  const before = ofDatabase.get(db)
  if (before?.roster === roster && roster !== '' && before.answers.size < mostAnswers) return before
  const now = { roster, answers: new Map<string, Answer>() }
  ofDatabase.set(db, now)
  return now
}
