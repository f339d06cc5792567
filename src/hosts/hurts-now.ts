import { statfs } from 'node:fs/promises'
import type { Ask } from '../incident/decision.ts'
import { type Incident, named } from '../incident/incident.ts'
import type { Known } from '../incident/known.ts'
import type { Strain } from '../incident/strain.ts'
import { readTouch } from '../incident/touches.ts'
import type { Sql } from '../store/db.ts'
import { reachOf } from '../store/resources.ts'
import type { Secrets } from '../store/secrets.ts'
import { askedFirst } from './asked-first.ts'

/** Who wants a copy does not wait longer to hear whether it would hurt. */
const mostMs = 2_000

type AskStrain = (url: string, mostMs: number) => Promise<Omit<Strain, 'name'>>

/** How what the ask's change touches fares now, and the disk that copies go to. What does not answer in time is not known. */
export function readStrain(strainOf: AskStrain, secrets: Secrets, copiesIn: string) {
  const asked = askedFirst<Strain[]>()
  return async (sql: Sql, was: Incident, { body }: Ask<unknown>): Promise<Known['strain']> => {
    const change = named(was.changes, String((body as { change?: unknown }).change))
    if (change?.kind !== 'complex' || (change.state !== 'proposed' && change.state !== 'failed')) return []
    const databases = await urlsOf(sql, secrets, change.touches)
    const ask = async () => {
      const each = [...databases].map(async ([name, url]) => ({ name, ...(await strainOf(url, mostMs)) }))
      const all = await Promise.all([diskOf(copiesIn), ...each].map(within))
      return all.filter(one => one !== undefined)
    }
    return asked([...databases.keys()].join(' '), ask) ?? []
  }
}

async function urlsOf(sql: Sql, secrets: Secrets, touches: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const read of touches.map(readTouch)) {
    const reach = read?.kind === 'postgres' ? await reachOf(sql, secrets, read.resource) : undefined
    if (read?.kind === 'postgres' && reach?.kind === 'postgres') found.set(read.resource, reach.url)
  }
  return found
}

async function diskOf(folder: string): Promise<Strain> {
  const { bavail, blocks, bsize } = await statfs(folder)
  return { name: 'The disk for copies', disk: { usedShare: 1 - bavail / blocks, freeBytes: bavail * bsize } }
}

async function within(answer: Promise<Strain>): Promise<Strain | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(resolve, mostMs)
  return Promise.race([answer, late])
    .catch(() => undefined)
    .finally(() => clearTimeout(timer))
}
