import pg from 'pg'

/** From the third time on PostgreSQL is not made to read and plan the same text again, which costs it more than most answers do. */
const oftenTimes = 3
/** Plans are kept in memory by each connection. */
const mostPlans = 100
const mostLetters = 4_000

/** `*` is what the table has: a newer node may add a column meanwhile, and a plan that was kept would fail. */
const everyColumn = /(?:\bselect|\breturning|,)\s+\*|\.\*/i
const isToKeep = (text: string): boolean => text.length <= mostLetters && !everyColumn.test(text)

/** Names what one connection asks often, so that it is prepared once. */
export function askedOften(): (text: string) => string | undefined {
  const times = new Map<string, number>()
  const names = new Map<string, string>()
  return text => {
    const known = names.get(text)
    if (known || names.size >= mostPlans) return known
    const n = (times.get(text) ?? 0) + 1
    if (n === 1 && times.size >= mostPlans * 10) times.clear()
    times.set(text, n)
    if (n < oftenTimes || !isToKeep(text)) return undefined
    times.delete(text)
    names.set(text, `often_${names.size + 1}`)
    return names.get(text)
  }
}

/** The connection's socket, which node-postgres does not name. */
interface Wired {
  connection: { stream: { cork?(): void; uncork?(): void } }
}

/** What is asked in one turn of the loop goes out in one piece: a write of its own for each question costs more than the question. */
function inOnePiece({ connection: { stream } }: Wired): () => void {
  let isOpen = false
  return () => {
    if (isOpen) return
    isOpen = true
    stream.cork?.()
    setImmediate(() => {
      isOpen = false
      stream.uncork?.()
    })
  }
}

type Answered = (error: Error | null, result: pg.QueryResult) => void

/** A connection that sends in one piece what is asked together, and prepares what it is asked often; behind a pooler that loses what was prepared, the next ones do not. */
export function preparingClient(): typeof pg.Client {
  let isLost = false
  return class extends pg.Client {
    readonly #nameOf = askedOften()
    readonly #gather = inOnePiece(this)

    // node-postgres has nine ways to ask; all but one go through as they are.
    override query(text: unknown, values?: unknown, answered?: unknown): never {
      this.#gather()
      const name = typeof text === 'string' && Array.isArray(values) && !isLost ? this.#nameOf(text) : undefined
      if (!name) return super.query(text as never, values as never, answered as never) as never
      const ask = { name, text: text as string, values: values as unknown[] }
      if (answered) return super.query(ask, noting(answered as Answered)) as never
      const asked = super.query(ask)
      asked.catch(note)
      return asked as never
    }
  }

  function noting(answered: Answered): Answered {
    return (error, result) => {
      note(error)
      answered(error, result)
    }
  }

  /** PostgreSQL's "no such statement" and "there is one of that name". */
  function note(error: unknown): void {
    const { code } = (error ?? {}) as { code?: string }
    if (code === '26000' || code === '42P05') isLost = true
  }
}
