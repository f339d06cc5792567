import { LookFirst } from '../store/db.ts'

/** What was asked of something outside counts so long, counted from when it was answered. */
const countsForMs = 10_000
const mostWaitMs = 10_000
const mostKept = 1_000

/** The answer as it is known now; undefined when there was none. Throws LookFirst when it has to be asked for. */
export type AskedFirst<V> = (name: string, ask: () => Promise<V | undefined>) => V | undefined

/**
 * Questions to something that may be slow (a database that burns), asked with no transaction open (LookFirst): nobody on that incident
 * waits for it. No answer in ten seconds, or an error, is none: what is decided from it has to fail closed.
 */
export function askedFirst<V>(nowMs = () => performance.now()): AskedFirst<V> {
  const known = new Map<string, { value: V | undefined; at: number }>()
  const asking = new Map<string, Promise<void>>()
  const look = async (name: string, ask: () => Promise<V | undefined>) => {
    const value = await within(ask).catch(() => undefined)
    if (known.size >= mostKept) known.clear()
    known.set(name, { value, at: nowMs() })
  }
  return (name, ask) => {
    const has = known.get(name)
    if (has && nowMs() - has.at < countsForMs) return has.value
    throw new LookFirst(name, () => {
      const under = asking.get(name) ?? look(name, ask).finally(() => asking.delete(name))
      asking.set(name, under)
      return under
    })
  }
}

async function within<V>(ask: () => Promise<V | undefined>): Promise<V | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(resolve, mostWaitMs)
  return Promise.race([ask(), late]).finally(() => clearTimeout(timer))
}
