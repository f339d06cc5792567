import { isDeepStrictEqual } from 'node:util'
import pg from 'pg'
import type { Entry, EntryOf } from '../../src/incident/entry.ts'
import type { EventType } from '../../src/incident/events.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { withDatabase } from '../../src/store/backup/reach.ts'
import { until } from '../harness.ts'
import type { Campaign } from './campaign.ts'
import { type Acknowledged, once } from './client.ts'
import { type MailFacts, mailTroubles } from './mail.ts'
import { pageTroubles } from './pages.ts'
import { fireline } from './server.ts'

/** What was proven, in numbers, and whatever was not as promised, in words. */
export interface Proof extends MailFacts {
  incidents: number
  entries: number
  acknowledged: number
  repliesLost: number
  pagesAccepted: number
  troubles: string[]
}

export interface Told {
  is: Incident
  entries: Entry[]
}

/** Waits until nothing is owed any more that is due, then compares everything with what was promised. */
export async function check(campaign: Campaign): Promise<Proof> {
  const troubles: string[] = []
  await nothingOwed(campaign.dataDir).catch((error: Error) => troubles.push(error.message))
  const told = await everyTimeline(campaign)
  const entries = told.flatMap(one => one.entries)
  const mail = mailTroubles(campaign, told)
  troubles.push(
    ...lostEntries(campaign.kept, entries),
    ...(await lostThings(campaign, entries)),
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

export const of = <T extends EventType>(entries: Entry[], type: T): EntryOf<T>[] =>
  entries.filter(entry => entry.type === type) as unknown as EntryOf<T>[]

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

/** Every entry that an answer named stands there, word for word. */
function lostEntries(kept: Acknowledged[], entries: Entry[]): string[] {
  const byId = new Map(entries.map(entry => [entry.id, entry]))
  return kept.flatMap(({ path, answer }) =>
    ((answer['entries'] ?? []) as Entry[])
      .filter(entry => !isDeepStrictEqual(byId.get(entry.id), entry))
      .map(entry => `${path}: entry ${entry.id} (${entry.type}) is lost or changed`),
  )
}

/** Receipts, alerts, incidents, tokens and evidence that were answered. */
async function lostThings({ admin, url, kept, lanes }: Campaign, entries: Entry[]): Promise<string[]> {
  const troubles: string[] = []
  for (const { path, answer, said, token } of kept) {
    if (path.startsWith('/intake/')) {
      const receipt = await once(url, 'GET', `${path}/receipts/${answer['receipt']}`, { token: '' })
      const results = (receipt?.answer['results'] ?? []) as { outcome: string; fingerprint: string }[]
      const isKept = results.length === 1 && results[0]?.outcome !== 'accepted'
      if (!isKept) troubles.push(`receipt ${answer['receipt']} is ${receipt?.status}, ${JSON.stringify(results)}`)
    }
    if (path.endsWith('/tokens')) {
      const me = await once(url, 'GET', '/api/v1/me', { token: String(answer['token']) })
      if (!path.includes(String(me?.answer['id']))) troubles.push(`a token is lost: ${me?.status}`)
    }
    if (path === '/api/v1/incidents') {
      const is = await once(url, 'GET', `${path}/${answer['id']}`, { token })
      if (is?.answer['number'] !== answer['number']) troubles.push(`incident ${answer['id']} is lost: ${is?.status}`)
    }
    if (path.endsWith('/add-evidence')) {
      const added = of((answer['entries'] ?? []) as Entry[], 'EvidenceAdded')[0]
      const response = await fetch(`${url}/api/v1/evidence/${added?.data.evidence}/content`, {
        headers: { authorization: `Bearer ${token}` },
      })
      if ((await response.text()) !== (said as { text: string }).text) troubles.push(`evidence ${added?.id} is lost`)
    }
  }
  const { alerts } = await admin.get<{ alerts: { fingerprint: string; status: string }[] }>('/api/v1/alerts')
  const firing = kept.filter(one => one.path.startsWith('/intake/'))
  for (const mark of new Set(firing.map(one => (one.said as { fingerprint: string }).fingerprint))) {
    const found = alerts.filter(one => one.fingerprint === mark)
    if (found.length !== 1 || found[0]?.status !== 'resolved') troubles.push(`alert ${mark}: ${JSON.stringify(found)}`)
  }
  if (entries.length === 0 || lanes.length === 0) troubles.push('nothing happened')
  return troubles
}

/** Each ask had words of its own; words that stand twice were done twice. */
function twins(entries: Entry[]): string[] {
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
function isSame(one: Record<string, unknown>, other: Record<string, unknown>): boolean {
  const [a, b] = [one['entries'], other['entries']] as (Entry[] | undefined)[]
  if (!a || !b) return isDeepStrictEqual(one, other)
  const both = Math.min(a.length, b.length)
  return isDeepStrictEqual(a.slice(0, both), b.slice(0, both))
}

async function verified({ env }: Campaign): Promise<string[]> {
  const { code, stderr } = await fireline(['verify'], env)
  return code === 0 ? [] : [`fireline verify: ${code} ${stderr}`]
}
