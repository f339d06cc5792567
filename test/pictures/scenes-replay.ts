import type { Entry } from '../../src/incident/entry.ts'
import { until } from '../harness.ts'
import { promptAgent } from '../rally/prompt-agent.ts'
import type { Night } from './night.ts'
import type { Picture } from './picture.ts'
import { type Shown, shareScreen } from './terminal.ts'

const prompt = '\u001b[32mmira@db-1\u001b[0m:~$ '
const fire: { number?: number; screen?: Shown } = {}
const replay = (hash = '') => `/incidents/INC-${fire.number}/replay${hash}`

async function asks({ people }: Night, who: 'ana' | 'ben' | 'mira', command: string, body = {}): Promise<void> {
  const { status, body: answer } = await people[who].post(`/api/v1/incidents/INC-${fire.number}/${command}`, body)
  if (status !== 200) throw new Error(`${who} could not ${command}: ${status} ${JSON.stringify(answer)}`)
}

/** So many seconds of the night pass. */
const passes = (night: Night, seconds: number) =>
  night.clock(new Date(night.now().getTime() + seconds * 1_000).toISOString().slice(11, 19))

/** Two theories, a look, a decision; then the line of the terminal is cut for too long. */
async function somethingIsMissing(night: Night): Promise<void> {
  const said = { title: 'Orders wait for their locks', severity: 'sev2', service: 'shop' }
  const { body } = await night.people.ana.post<{ number: number }>('/api/v1/incidents', said)
  fire.number = body.number
  await asks(night, 'ana', 'acknowledge')
  await passes(night, 40)
  await asks(night, 'ben', 'join')
  await asks(night, 'mira', 'join')
  const screen = await shareScreen(night, 'mira', 'psql shop', `INC-${fire.number}`)
  await passes(night, 20)
  await asks(night, 'ben', 'propose-hypothesis', { statement: 'The disk of db-1 is slow' })
  await asks(night, 'ana', 'propose-hypothesis', { statement: 'A report holds the lock of orders' })
  screen.says(prompt)
  await passes(night, 14)
  screen.marks('$ iostat -x 1 1 | grep nvme')
  screen.says(`iostat -x 1 1 | grep nvme\nnvme0n1   12.0   40.1   0.31   2.1%\n${prompt}`)
  await passes(night, 31)
  const idle = { source: 'db-1, iostat', kind: 'command', command: 'iostat -x 1 1', text: 'nvme0n1 2.1 % busy' }
  await asks(night, 'mira', 'add-evidence', { ...idle, hypothesis: 'H1', stance: 'against' })
  screen.marks('entry 9: E1 command')
  await passes(night, 25)
  await asks(night, 'ben', 'rule-out', { hypothesis: 'H1', reason: 'The disk is idle', evidence: 'E1' })
  screen.misses(5_120)
  screen.says('\n')
  fire.screen = screen
}

/** The cause is found, and it is over. */
async function itIsOver(night: Night): Promise<void> {
  const { screen } = fire
  await passes(night, 62)
  screen?.says(prompt)
  screen?.says(
    `psql shop -c "select pid, state, query from pg_stat_activity where wait_event = 'relation'"\n  pid  |        state        | query\n-------+---------------------+------------------------------\n 81244 | idle in transaction | lock table orders in share mode\n(1 row)\n\n${prompt}`,
  )
  await passes(night, 20)
  const held = { source: 'db-1, psql', kind: 'command', command: 'pg_stat_activity', text: '81244 holds orders' }
  await asks(night, 'mira', 'add-evidence', { ...held, hypothesis: 'H2', stance: 'for' })
  screen?.marks('entry 15: E2 command')
  await passes(night, 15)
  await asks(night, 'ana', 'confirm-cause', { hypothesis: 'H2' })
  await passes(night, 20)
  screen?.says(
    `psql shop -c "select pg_terminate_backend(81244)"\n pg_terminate_backend\n----------------------\n t\n(1 row)\n\n${prompt}`,
  )
  await asks(night, 'ana', 'mitigate', { summary: 'The report was ended; orders go through' })
  await passes(night, 60)
  await screen?.ends()
  await asks(night, 'ana', 'resolve', { summary: 'The report runs on the copy from now on' })
}

/** The link to the entry of this type. */
async function entryOf(night: Night, type: Entry['type']): Promise<string> {
  return `#entry-${(await entriesOf(night)).find(entry => entry.type === type)?.seq}`
}

async function entriesOf({ people }: Night): Promise<Entry[]> {
  return (await people.ana.get<{ entries: Entry[] }>(`/api/v1/incidents/INC-${fire.number}/timeline`)).body.entries
}

const links: { ruledOut?: string } = {}

const waiting: { number?: number } = {}

/** A strict service, a full disk and a server that cannot store: the shell stands still. */
async function aShellWaits({ people, world }: Night): Promise<void> {
  const said = { title: 'Ledger entries are doubled', severity: 'sev2', service: 'shop' }
  const { body } = await people.mira.post<{ number: number; id: string }>('/api/v1/incidents', said)
  waiting.number = body.number
  await people.mira.post(`/api/v1/incidents/INC-${body.number}/acknowledge`, {})
  const agent = await promptAgent(world.url, people.mira, body.id, 'ledger-1')
  agent.shows('\u001b[32mmira@ledger-1\u001b[0m:~$ ledger doubles --since 02:00 | wc -l\n')
  agent.tells({ type: 'recording', state: 'waits', since: new Date().toISOString(), bytes: 4_096 })
}

/** An incident that is over, played again. */
export const playedAgain: readonly Picture[] = [
  {
    name: 'terminal-unrecorded',
    says: 'Part of what a terminal showed was not recorded: said in red, and the shell goes on.',
    before: somethingIsMissing,
    as: 'mira',
    path: () => `/incidents/INC-${fire.number}`,
    shows: 'missing in its recording',
    act: async (page, size) => {
      if (size === 'phone') await page.getByRole('navigation').getByText('Terminal').click()
    },
  },
  {
    name: 'terminal-waits',
    says: 'A service whose recordings are strict: the shell waits while nothing can store what it shows, and who types goes on with a reason.',
    before: aShellWaits,
    as: 'mira',
    path: () => `/incidents/INC-${waiting.number}`,
    shows: 'Go on unrecorded',
    act: async (page, size) => {
      if (size === 'phone') await page.getByRole('navigation').getByText('Terminal').click()
    },
  },
  {
    name: 'replay-moment',
    says: 'An incident played again: the terminal and the board as they were when the cause was not known yet.',
    before: async night => {
      await itIsOver(night)
      links.ruledOut = await entryOf(night, 'HypothesisRuledOut')
    },
    as: 'leo',
    path: () => replay(links.ruledOut),
    shows: 'worth replaying',
  },
  {
    name: 'replay-marks',
    says: 'What a recording marks: commands, hand-overs, what was suggested and seen meanwhile. A press goes there.',
    as: 'leo',
    path: () => replay(),
    shows: 'worth replaying',
    act: async page => {
      await page.getByText('marked on').click()
      await page.getByLabel('Marked in the recording').getByRole('button', { name: 'E2 command' }).click()
    },
  },
  {
    name: 'replay-comment',
    says: 'Comments for whoever learns, at moments of the incident; one is being written, and nothing of it stands on the timeline.',
    before: async night => {
      const { at } = (await entriesOf(night)).find(entry => entry.type === 'HypothesisRuledOut') ?? {}
      await night.people.ben.post(`/api/v1/incidents/INC-${fire.number}/replay-comments`, {
        at,
        text: 'I looked at the disk because it had been the disk the last three times. The lock would have been one query.',
      })
    },
    as: 'leo',
    path: () => replay(links.ruledOut),
    shows: 'For whoever learns',
    act: async page => {
      await page.getByRole('button', { name: 'Comment on this moment' }).click()
      await page.getByLabel(/For whoever learns, at/).fill('Which query shows who holds a lock?')
    },
  },
  {
    name: 'replay-decision',
    says: 'For whoever learns: what comes is hidden, and the clock stands still before a decision.',
    as: 'leo',
    path: () => replay(),
    shows: 'worth replaying',
    act: async page => {
      await page.getByRole('button', { name: /The cause was confirmed/ }).click()
      await page.getByLabel('Stop before decisions').check()
      await page.getByText('What would you look at next?').waitFor()
    },
  },
  {
    name: 'replay-find',
    says: 'Words found in what the terminal printed, and a part that was not recorded, plainly said.',
    as: 'leo',
    path: () => replay(),
    shows: 'worth replaying',
    act: async page => {
      await page.getByLabel('Find in what the terminal printed').fill('81244')
      await page.getByLabel('Found').getByRole('button').first().click()
      await until(async () => page.getByText('UNRECORDED before this').isVisible(), 'what is missing to be said')
    },
  },
]
