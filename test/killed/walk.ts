import type { Entry } from '../../src/incident/entry.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { until } from '../harness.ts'
import type { Stubborn } from './client.ts'

/** One lane: a service with its own key, walked again and again by the same two people. */
export interface Lane {
  name: string
  key: string
  /** The folder that its changes touch. */
  folder: string
  ana: Stubborn
  ben: { id: string }
  /** Speaks without a token: at the door of monitoring sources the key is all. */
  outside: Stubborn
}

/** The road once, from an alert to an accepted page. Every word is marked, so that a twin of it is seen. */
export async function walk(lane: Lane, mark: string, isDeclared: boolean): Promise<void> {
  const incident = isDeclared ? await declare(lane, mark) : await fires(lane, mark)
  const path = `/api/v1/incidents/${incident}`
  const ask = (command: string, body?: object) => lane.ana.post<{ entries: Entry[] }>(`${path}/${command}`, body)
  const is = () => lane.ana.get<Incident>(path)
  await ask('acknowledge')
  await ask('page', { person: lane.ben.id })
  await ask('add-evidence', { source: 'proxy', kind: 'paste', text: `${mark} answers in 2 ms` })
  await ask('propose-hypothesis', { statement: `${mark} the pool leaks` })
  await ask('attach-evidence', { evidence: (await is()).evidence.at(-1)?.ref, hypothesis: 'H1', stance: 'for' })
  await ask('confirm-cause', { hypothesis: 'H1' })
  const nextUpdateDueAt = new Date(Date.now() + 5_000).toISOString()
  await ask('post-update', { text: `${mark} we know why`, audience: 'stakeholders', nextUpdateDueAt })
  await change(lane, mark, ask, is)
  await ask('post-update', { text: `${mark} it is mended`, audience: 'responders' })
  if (!isDeclared) await lane.outside.post(`/intake/${lane.key}`, alert(mark, 'resolved'))
  await ask('resolve', { summary: `${mark} the pool was restarted` })
  const draft = await until(async () => (await is()).drafts[0], `${mark}: a draft`, 60_000)
  await ask('accept-page', { draft: draft.id })
  await until(async () => (await is()).drafts.some(one => one.state === 'accepted'), `${mark}: a page`, 60_000)
}

async function fires(lane: Lane, mark: string): Promise<string> {
  type Taken = { results: { alert?: string; incident?: string }[] }
  const { results } = await lane.outside.post<Taken>(`/intake/${lane.key}`, alert(mark, 'firing'))
  // Kept, and not applied yet: the list tells when it is.
  const opened = async () => {
    const { alerts } = await lane.ana.get<{ alerts: { title: string; incident?: string }[] }>('/api/v1/alerts')
    return alerts.find(one => one.title === titleOf(mark))?.incident
  }
  return results[0]?.incident ?? until(opened, `${mark}: an incident`, 60_000)
}

async function declare(lane: Lane, mark: string): Promise<string> {
  const said = { title: titleOf(mark), severity: 'sev2', service: lane.name }
  return (await lane.ana.post<Incident>('/api/v1/incidents', said)).id
}

async function change(
  lane: Lane,
  mark: string,
  ask: (command: string, body?: object) => Promise<{ entries: Entry[] }>,
  is: () => Promise<Incident>,
): Promise<void> {
  const what = `${mark} restart the pool`
  await ask('propose-change', { what, intent: 'fix', kind: 'complex', touches: [`dir:${lane.folder}`] })
  await ask('take-backup', { change: 'C1' })
  await until(async () => (await is()).backups.some(one => one.state === 'verified'), `${mark}: a backup`, 60_000)
  await ask('apply-change', { change: 'C1' })
  await ask('verify-change', { change: 'C1' })
}

export const titleOf = (mark: string): string => `${mark} checkout fails`

const alert = (mark: string, status: 'firing' | 'resolved') => ({
  title: titleOf(mark),
  severity: 'critical',
  status,
  fingerprint: mark,
  labels: { alertname: 'CheckoutFails' },
})
