import { isDeepStrictEqual } from 'node:util'
import pg from 'pg'
import type { Entry } from '../../src/incident/entry.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { withDatabase } from '../../src/store/backup/reach.ts'
import { until } from '../harness.ts'
import type { Campaign } from './campaign.ts'
import { type Answer, once } from './client.ts'
import { lost } from './lost.ts'
import { type MailFacts, mailTroubles } from './mail.ts'
import { pageTroubles } from './pages.ts'
import { fireline } from './server.ts'
import { of, type Told } from './told.ts'

/** What was proven, in numbers, and whatever was not as promised, in words. */
export interface Proof extends MailFacts {
  incidents: number
  entries: number
  acknowledged: number
  repliesLost: number
  pagesAccepted: number
  troubles: string[]
}

/** Waits until nothing is owed any more that is due, then compares everything with what was promised. */
export async function check(campaign: Campaign): Promise<Proof> {
  const troubles: string[] = []
  await nothingOwed(campaign.dataDir).catch((error: Error) => troubles.push(error.message))
  const told = await everyTimeline(campaign)
  const entries = told.flatMap(one => one.entries)
  const mail = mailTroubles(campaign, told)
  troubles.push(
    ...(await lost(campaign, entries)),
    ...twins(entries),
    ...mail.troubles,
    ...pageTroubles(campaign.dataDir, entries),
    ...told.filter(isFoldedWrong).map(({ is }) => `INC-${is.number} is not folded from its whole timeline`),
    ...(await askedAgain(campaign, told)),
    ...(await verified(campaign)),
  )
  return {
    ...mail.facts,
    incidents: told.length,
    entries: entries.length,
    acknowledged: campaign.kept.length,
    repliesLost: campaign.kept.filter(one => one.attempts > 1).length,
    pagesAccepted: of(entries, 'PageAccepted').length,
    troubles,
  }
}

const isFoldedWrong = ({ is, entries }: Told): boolean => is.seq !== entries.at(-1)?.seq

/** Timers of the future stay; whatever is due was done, for good or ill. */
export async function nothingOwed(dataDir: string): Promise<void> {
  const due = `select kind, key, attempts from obligation where state = 'owed' and due_at <= now()`
  await withDatabase(
    { dataDir },
    () => {},
    async config => {
      const client = new pg.Client(config)
      await client.connect()
      try {
        const open = async () => (await client.query(`${due} and kind <> 'canary'`)).rows
        await until(async () => (await open()).length === 0, 'everything owed to be done', 30_000).catch(async () => {
          throw new Error(`still owed: ${JSON.stringify(await open())}`)
        })
      } finally {
        await client.end()
      }
    },
  )
}

async function everyTimeline({ admin }: Campaign): Promise<Told[]> {
  const { incidents } = await admin.get<{ incidents: Incident[] }>('/api/v1/incidents')
  const told: Told[] = []
  for (const { id } of incidents) {
    const is = await admin.get<Incident>(`/api/v1/incidents/${id}`)
    const { entries } = await admin.get<{ entries: Entry[] }>(`/api/v1/incidents/${id}/timeline?after=0`)
    told.push({ is, entries })
  }
  return told
}

/** Each ask had words of its own; words that stand twice were done twice. */
export function twins(entries: Entry[]): string[] {
  const words = [
    ...of(entries, 'IncidentOpened').map(entry => entry.data.title),
    ...of(entries, 'EvidenceAdded')
      .filter(entry => entry.data.kind === 'paste')
      .map(entry => entry.data.excerpt),
    ...of(entries, 'HypothesisProposed').map(entry => entry.data.statement),
    ...of(entries, 'UpdatePosted').map(entry => entry.data.text),
    ...of(entries, 'ChangeProposed').map(entry => entry.data.what),
    ...of(entries, 'Resolved').map(entry => `${entry.data.summary}`),
    ...of(entries, 'ChangeApplied').map(entry => `applied ${entry.data.change}`),
    ...of(entries, 'CauseConfirmed').map(entry => `confirmed ${entry.data.hypothesis}`),
    ...of(entries, 'Acknowledged').map(entry => `acknowledged ${entry.incident}`),
  ]
  return words.filter((word, n) => words.indexOf(word) !== n).map(word => `twice: ${word}`)
}

/** Every write that was answered is asked once more with its key: the same answer, and nothing happens. */
async function askedAgain({ url, kept, admin }: Campaign, told: Told[]): Promise<string[]> {
  const troubles: string[] = []
  for (const { path, key, said, token, status, answer } of kept.filter(one => !one.path.startsWith('/intake/'))) {
    const again = await once(url, 'POST', path, { token, said, key })
    if (again?.status !== status || !isSame(answer, again.answer)) troubles.push(`${path} with ${key} answers anew`)
  }
  for (const { is, entries } of told) {
    const now = await admin.get<{ entries: Entry[] }>(`/api/v1/incidents/${is.id}/timeline`)
    const fromPeople = now.entries.slice(entries.length).filter(entry => entry.by.kind === 'person')
    troubles.push(...fromPeople.map(entry => `INC-${is.number}: asking again made ${entry.type}`))
  }
  return troubles
}

/** What an ask set off may have come into one answer and been too late for the other. */
function isSame(one: Answer, other: Answer): boolean {
  const [a, b] = [one.entries, other.entries]
  if (!a || !b) return isDeepStrictEqual(one, other)
  const both = Math.min(a.length, b.length)
  return isDeepStrictEqual(a.slice(0, both), b.slice(0, both))
}

async function verified({ env }: Campaign): Promise<string[]> {
  const { code, stderr } = await fireline(['verify'], env)
  return code === 0 ? [] : [`fireline verify: ${code} ${stderr}`]
}
