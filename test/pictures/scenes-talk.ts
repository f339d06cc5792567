import type { Page } from 'playwright-core'
import { handle } from '../../src/engine/handle.ts'
import { newId } from '../../src/engine/id.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { inTransaction } from '../../src/store/db.ts'
import { until } from '../harness.ts'
import { openBrowser } from '../rally/people-at-a-terminal.ts'
import type { Name, Night } from './night.ts'
import type { Picture, Size } from './picture.ts'
import { shareScreen } from './terminal.ts'

const there = { incident: '', number: 0 }
const path = () => `/incidents/INC-${there.number}`

/** Search is slow; Mira leads, Ben and Jonas look on, Leo watches. */
async function searchIsSlow({ people, clock }: Night): Promise<void> {
  await clock('11:02:10')
  const opened = { title: 'Search is slow', severity: 'sev2', service: 'shop' }
  const { body } = await people.mira.post<{ id: string; number: number }>('/api/v1/incidents', opened)
  Object.assign(there, { incident: body.id, number: body.number })
  const at = `/api/v1/incidents/${body.id}`
  await people.mira.post(`${at}/acknowledge`)
  for (const who of ['mira', 'ben', 'jonas'] as const) await people[who].post(`${at}/join`)
  await people.leo.post(`${at}/join`, { as: 'observer' })
}

const beside: readonly (readonly [Name, string])[] = [
  ['ben', 'Mira reads the index logs. I take the cache, nobody has looked there.'],
  ['leo', 'Is "shard 3 relocating" in the graph what it looks like?'],
  ['jonas', 'It is. She has not seen it yet; I put it on the board as evidence.'],
]

async function saidBeside(night: Night): Promise<void> {
  await searchIsSlow(night)
  const { people, world } = night
  const seen = { source: 'search-3', kind: 'paste', text: 'shard 3 relocating since 10:58' }
  await people.jonas.post(`/api/v1/incidents/${there.incident}/add-evidence`, seen)
  const bens = await openBrowser(world.url, people.ben.token)
  bens.send({ type: 'watch-timeline', incident: there.incident })
  await until(() => bens.messages.some(one => one.type === 'presence'), 'the room')
  bens.send({ type: 'view', incident: there.incident, view: { tab: 'board', selection: 'E1' } })
  for (const [who, text] of beside) {
    await night.clock(new Date(night.now().getTime() + 40_000).toISOString().slice(11, 19))
    await night.people[who].post(`/api/v1/incidents/${there.incident}/side-notes`, { text })
  }
}

/** Where they talk, and who may on the hosts of the search. */
async function setUp({ world, people }: Night): Promise<void> {
  await world.admin.put('/api/v1/teams/default/call-link', { template: 'https://meet.shop.example/inc-{number}' })
  await world.admin.put('/api/v1/access/search-*', { people: [people.ana.id, people.ben.id] })
  await world.admin.put('/api/v1/access/pg:shop', { people: [people.noor.id] })
}

/** Behind an ssh without marks: what was run is read from the screen, and one of it was denied where marks told. */
async function denied(night: Night): Promise<void> {
  await setUp(night)
  const { world, people } = night
  const { mira } = people
  const screen = await shareScreen(night, 'mira', 'ssh search-3', there.incident)
  screen.says(
    'mira@search-3:~$ systemctl restart search\nFailed to restart search.service: Access denied\nmira@search-3:~$ ',
  )
  const { desk } = world.fireline
  const { terminals } = (await mira.get<Incident>(`/api/v1/incidents/${there.incident}`)).body
  const told = { terminal: terminals[0]?.id, startedAt: desk.clock.at(), person: mira.id }
  const ran = [
    {
      command: 'curl -s localhost:9200/_cat/shards | grep -v STARTED',
      from: 'screen',
      durationMs: 3_000,
      host: 'search-3',
    },
    { command: 'journalctl -u search --since -10min', from: 'screen', durationMs: 9_000, host: 'search-3' },
    { command: 'systemctl restart search', durationMs: 40, exitCode: 1, denied: true, host: 'search-3' },
  ]
  for (const [offset, one] of ran.entries()) {
    const by = { kind: 'person' as const, id: mira.id, name: 'Mira' }
    const ask = { id: newId(desk.clock.now()), by, at: desk.clock.at(), body: { ...told, ...one, offset: offset + 1 } }
    await inTransaction(desk.db, tx => handle(desk, tx, there.incident, ask, 'command-ran'))
  }
}

const toCommands = async (page: Page, size: Size) => {
  if (size === 'phone') await page.getByRole('button', { name: 'Terminal' }).first().click()
  await page.locator('summary', { hasText: 'systemctl restart search' }).click()
  await page.locator('summary', { hasText: '_cat/shards' }).click()
  await page.getByText('With access').or(page.getByText('On call with access')).first().scrollIntoViewIfNeeded()
}

const toPeople = async (page: Page, size: Size) => {
  if (size === 'phone') await page.getByRole('button', { name: 'People' }).click()
  await page.getByRole('button', { name: 'Say it', exact: true }).scrollIntoViewIfNeeded()
}

/** What is said beside the lead, and where people look. */
export const talking: readonly Picture[] = [
  {
    name: 'room-beside',
    says: 'What the others say among themselves: who leads does not hear it until it is over.',
    before: saidBeside,
    as: 'jonas',
    path,
    shows: 'shard 3 relocating',
    act: toPeople,
  },
  {
    name: 'room-denied',
    says: 'What an account may not: who has access and who is on call, to page with one press. Two commands were read from the screen.',
    before: denied,
    as: 'mira',
    path,
    shows: 'What was run',
    act: toCommands,
  },
  {
    name: 'settings-access',
    says: 'Who has access to which hosts and databases, for whom to ask, and where each team holds its calls.',
    as: 'noor',
    path: '/settings/access',
    shows: 'search-*',
  },
]
