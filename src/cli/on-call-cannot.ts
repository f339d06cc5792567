import { type Client, client, NotDone } from '../api/client.ts'
import type { Absence, Conflict } from '../roster/conflicts.ts'
import { whoIAm } from './on-call-people.ts'
import { type SpanOptions, wholeSpan } from './on-call-span.ts'
import { print } from './print.ts'
import { saySpan } from './when.ts'
import { oneLine } from './which-incident.ts'

interface Options extends SpanOptions {
  what: string
  ask?: boolean
  afterAll?: string
  json?: boolean
}

type Meets = Conflict & { schedule: string }

export async function cannot({ what, ask, afterAll, json, ...said }: Options): Promise<void> {
  const api = client()
  const me = await whoIAm(api)
  const path = `/api/v1/people/${me.id}/absences`
  if (afterAll !== undefined) {
    const gone = await api.delete<{ id: string }>(`${path}/${encodeURIComponent(afterAll)}`)
    return print(gone, json, 'You are there after all.')
  }
  const body = { ...wholeSpan(said, new Date()), what }
  const away = await api.post<Absence & { id: string; conflicts: Meets[] }>(path, body)
  const lines: string[] = []
  for (const one of away.conflicts) lines.push(ask ? await askFor(api, one, what) : wayOf(one))
  const free = away.conflicts.length === 0 ? ['You have no shift then.'] : lines
  print(away, json, [`You are away ${saySpan(away)} (${oneLine(what)}), ${away.id}.`, ...free].join('\n'))
}

const wayOf = (one: Meets): string =>
  `! You are on call on ${one.schedule}, ${saySpan(one)}. It stays yours until somebody takes it:
  fireline on-call swap ${one.schedule} --from ${one.from} --to ${one.to}`

/** That nobody can be asked for one shift hides nothing of the others. */
async function askFor(api: Client, { schedule, from, to }: Meets, note: string): Promise<string> {
  const begins = new Date(Math.max(Date.parse(from), Date.now() + 60_000)).toISOString()
  try {
    await api.post('/api/v1/swaps', { schedule, from: begins, to, note })
    return `The others of ${schedule} are asked for ${saySpan({ from, to })}. It is yours until somebody says yes.`
  } catch (error) {
    if (!(error instanceof NotDone)) throw error
    return oneLine(`! ${schedule}, ${saySpan({ from, to })}: ${error.message}`)
  }
}
