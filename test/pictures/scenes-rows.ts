import type { Page } from 'playwright-core'
import { newId } from '../../src/engine/id.ts'
import { fireline } from '../../src/incident/entry.ts'
import type { IncidentEvent } from '../../src/incident/events.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { replay } from '../../src/incident/replay.ts'
import { inTransaction } from '../../src/store/db.ts'
import { saveHead } from '../../src/store/head.ts'
import { append, holdTimeline, readTimeline } from '../../src/store/timeline.ts'
import { until } from '../harness.ts'
import type { Name, Night } from './night.ts'
import type { Picture } from './picture.ts'

const there = { incident: '', number: 0, change: '', backup: '' }
const path = () => `/incidents/INC-${there.number}`
const fix = `psql -X -d shop -c "update routes set path = '/cart/' || id where upstream <> 'cart-0'"`

/** The rows of one statement, saved and proven for real. */
async function saved({ people: { mira }, clock }: Night): Promise<void> {
  await clock('16:05:00')
  const opened = { title: 'Two thirds of the routes lead nowhere', severity: 'sev2', service: 'shop' }
  const { body } = await mira.post<{ id: string; number: number }>('/api/v1/incidents', opened)
  const at = `/api/v1/incidents/${body.id}`
  Object.assign(there, { incident: body.id, number: body.number })
  await mira.post(`${at}/acknowledge`)
  const change = { what: 'Take the prefix off 143 routes', intent: 'mitigation', kind: 'complex', commands: [fix] }
  await mira.post(`${at}/propose-change`, { ...change, touches: ['pg:shop/shop/public.routes'] })
  await clock('16:06:10')
  await mira.post(`${at}/take-backup`, { change: 'C1', driver: 'rows' })
  const is = await until(async () => {
    const now = (await mira.get<Incident>(at)).body
    return now.backups[0]?.state === 'verified' && now
  }, 'the rows to be saved')
  Object.assign(there, { change: is.changes[0]?.id, backup: is.backups[0]?.id })
}

/** As it is told by the server, in this second. */
const says =
  (time: string, events: () => IncidentEvent[], by?: Name) =>
  async ({ clock, world, people }: Night): Promise<void> => {
    await clock(time)
    const { desk } = world.fireline
    const name = by ? by.charAt(0).toUpperCase() + by.slice(1) : ''
    const who = by ? { kind: 'person' as const, id: people[by].id, name } : fireline
    const at = desk.clock.at()
    const stamped = events().map(event => ({ id: newId(desk.clock.now()), by: who, at, event }))
    await inTransaction(desk.db, async tx => {
      await holdTimeline(tx, there.incident)
      const before = await readTimeline(tx, there.incident)
      const { entries, hash } = await append(tx, there.incident, before.length, stamped)
      await saveHead(tx, replay([...before, ...entries]), hash)
    })
  }

const ranMore = says('16:06:40', () => {
  const { change, backup } = there
  const results = [{ command: fix, exitCode: 0, output: 'UPDATE 146\n' }]
  return [
    { type: 'ChangeStarted', v: 1, data: { change, how: 'by-agent', backup } },
    { type: 'ChangeApplied', v: 1, data: { change, how: 'by-agent', results, backup } },
    { type: 'RowsDiffer', v: 1, data: { change, saved: 143, ran: 146 } },
  ]
})

const worse = says('16:07:10', () => {
  const lines = [
    'It changed 146 rows, and 143 were saved: 3 are in no copy.',
    'New since then: Partners get 404 from /cart.',
    '1 alert still firing.',
  ]
  return [{ type: 'ChangeLooked', v: 1, data: { change: there.change, afterMs: 30_000, verdict: 'worse', lines } }]
})

const putBack = says(
  '16:08:20',
  () => [
    { type: 'CopyPutBack', v: 1, data: { backup: there.backup, into: 'postgres://shop@db-1/shop' } },
    { type: 'ChangeRolledBack', v: 1, data: { change: there.change, how: 'by-hand', results: [] } },
  ],
  'mira',
)

async function typed(night: Night): Promise<void> {
  const { people, clock, world } = night
  await clock('16:11:00')
  await people.mira.post(`/api/v1/incidents/${there.incident}/add-evidence`, {
    source: 'db-1',
    kind: 'paste',
    text: 'three partner routes were made at 16:06',
  })
  const startedAt = world.fireline.desk.clock.at()
  const command = `psql shop -c "update routes set upstream = 'partner' where id > 214"`
  const ran = {
    terminal: newId(world.fireline.desk.clock.now()),
    host: 'db-1',
    command,
    startedAt,
    durationMs: 40,
    exitCode: 0,
  }
  await says('16:11:20', () => [{ type: 'CommandRan', v: 1, data: { ...ran, outside: true } }], 'mira')(night)
  const { body } = await people.mira.get<Incident>(`/api/v1/incidents/${there.incident}`)
  const note = {
    command: body.commands.at(-1)?.entry ?? '',
    terminal: ran.terminal,
    host: 'db-1',
    touches: ['pg:shop'],
  }
  await says('16:11:21', () => [{ type: 'ChangedWithoutCopy', v: 1, data: { ...note, what: 'it writes by SQL' } }])(
    night,
  )
}

const to = (words: string) => async (page: Page) => {
  await page.getByText(words).locator('visible=true').first().scrollIntoViewIfNeeded()
}

const inRoom = (
  name: string,
  words: string,
  before: Picture['before'],
  shows: string,
  more: Partial<Picture> = {},
) => ({
  name: `rows-${name}`,
  says: words,
  before,
  as: 'mira' as const,
  path,
  shows,
  act: to(shows),
  ...more,
})

const line = 'Its rows go back by this line'

/** A bad UPDATE: its rows saved, more changed than were saved, back where they were. */
export const rowsSaved: readonly Picture[] = [
  inRoom(
    'saved',
    'Just the rows that one statement touches are saved and proven, in seconds.',
    saved,
    '143 rows of routes saved',
  ),
  inRoom(
    'three-more',
    'PostgreSQL counted three more than were saved: said first, with the line that puts back what was.',
    ranMore,
    line,
  ),
  inRoom('worse', 'Half a minute later it is worse: what is new since, and the way back.', worse, line),
  inRoom('worse-watched', 'The same moment for one who watches.', undefined, line, { as: 'leo' }),
  inRoom('put-back', 'Put back by the line that stood there: by whom, when, into what.', putBack, 'Put back by Mira'),
  inRoom(
    'without-copy',
    'A typed command changed data of which no proven copy is held.',
    typed,
    'changed without a copy',
  ),
]
