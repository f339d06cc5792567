import { client } from '../api/client.ts'
import type { Lane } from '../api/on-call-week.ts'
import { peopleNamed } from './on-call-people.ts'
import { type SpanOptions, wholeSpan } from './on-call-span.ts'
import { farthestMs, nameIn, weekFrom } from './on-call-week.ts'
import { print } from './print.ts'
import { saySpan } from './when.ts'
import { oneLine } from './which-incident.ts'

type Override = Lane['overrides'][number]

interface Options extends SpanOptions {
  person?: string
  reason?: string
  end?: string
  json?: boolean
}

export async function override(schedule: string, { person, reason, end, json, ...said }: Options): Promise<void> {
  const api = client()
  const path = `/api/v1/schedules/${encodeURIComponent(schedule)}/overrides`
  if (end !== undefined) {
    const over = await api.delete<Override>(`${path}/${encodeURIComponent(end)}`)
    return print(over, json, `It is as it was: ${schedule}, ${saySpan(over)}. Whose time it becomes is told.`)
  }
  const [somebody] = await peopleNamed(api, person === undefined ? [] : [person])
  const body = { ...wholeSpan(said, new Date()), person: somebody?.id, reason }
  const made = await api.post<Override & { warnings: { says: string }[] }>(path, body)
  const who = somebody ? `${oneLine(somebody.name)} is` : 'You are'
  const mind = made.warnings.map(({ says }) => oneLine(`! ${says}`))
  print(
    made,
    json,
    [`${who} on call on ${schedule}, ${saySpan(made)}. To take it out: ${endLine(schedule, made.id)}`, ...mind].join(
      '\n',
    ),
  )
}

export async function overrides({ json }: { json?: boolean }): Promise<void> {
  const week = await weekFrom(client(), new Date().toISOString(), farthestMs)
  const found = week.schedules.flatMap(({ schedule, overrides }) => overrides.map(one => ({ schedule, ...one })))
  const lines = found.map(one => {
    const why = one.reason ? ` (${one.reason})` : ''
    return oneLine(`${one.id}  ${one.schedule}  ${nameIn(week, one.person)}, ${saySpan(one)}${why}`)
  })
  print({ overrides: found }, json, lines.join('\n') || 'Everybody is on call as it is their turn.')
}

const endLine = (schedule: string, id: string): string => `fireline on-call override ${schedule} --end ${id}`
