import { isDeepStrictEqual } from 'node:util'
import type { Entry } from '../../src/incident/entry.ts'
import type { Campaign } from './campaign.ts'
import { type Acknowledged, once } from './client.ts'
import { of } from './told.ts'

/** Every promise of an answer: entries word for word, receipts, alerts, incidents, tokens and evidence. */
export async function lost(campaign: Campaign, entries: Entry[]): Promise<string[]> {
  const { url, kept } = campaign
  const troubles = lostEntries(kept, entries)
  for (const one of kept) {
    const trouble = one.path.startsWith('/intake/')
      ? await lostReceipt(url, one)
      : one.path.endsWith('/tokens')
        ? await lostToken(url, one)
        : one.path === '/api/v1/incidents'
          ? await lostIncident(url, one)
          : one.path.endsWith('/add-evidence')
            ? await lostEvidence(url, one)
            : undefined
    if (trouble) troubles.push(trouble)
  }
  return [...troubles, ...(await lostAlerts(campaign))]
}

function lostEntries(kept: Acknowledged[], entries: Entry[]): string[] {
  const byId = new Map(entries.map(entry => [entry.id, entry]))
  return kept.flatMap(({ path, answer }) =>
    (answer.entries ?? [])
      .filter(entry => !isDeepStrictEqual(byId.get(entry.id), entry))
      .map(entry => `${path}: entry ${entry.id} (${entry.type}) is lost or changed`),
  )
}

/** A receipt tells what became of it in the end. */
async function lostReceipt(url: string, { path, answer }: Acknowledged): Promise<string | undefined> {
  const receipt = await once(url, 'GET', `${path}/receipts/${answer.receipt}`, { token: '' })
  const results = receipt?.answer.results ?? []
  const isKept = results.length === 1 && results[0]?.outcome !== 'accepted'
  return isKept ? undefined : `receipt ${answer.receipt} is lost: ${receipt?.status} ${JSON.stringify(results)}`
}

async function lostToken(url: string, { path, answer }: Acknowledged): Promise<string | undefined> {
  const me = await once(url, 'GET', '/api/v1/me', { token: answer.token ?? '' })
  return me?.answer.id && path.includes(me.answer.id) ? undefined : `a token is lost: ${me?.status}`
}

async function lostIncident(url: string, { path, answer, token }: Acknowledged): Promise<string | undefined> {
  const is = await once(url, 'GET', `${path}/${answer.id}`, { token })
  return is?.answer.number === answer.number ? undefined : `incident ${answer.id} is lost: ${is?.status}`
}

async function lostEvidence(url: string, { answer, said, token }: Acknowledged): Promise<string | undefined> {
  const added = of(answer.entries ?? [], 'EvidenceAdded')[0]?.data.evidence
  const headers = { authorization: `Bearer ${token}` }
  const text = await (await fetch(`${url}/api/v1/evidence/${added}/content`, { headers })).text()
  return text === (said as { text: string }).text ? undefined : `evidence ${added} is lost`
}

/** Each alert is there once, however often it was told, and is over: every walk ended it. */
async function lostAlerts({ admin, kept }: Campaign): Promise<string[]> {
  const { alerts } = await admin.get<{ alerts: { fingerprint: string; status: string }[] }>('/api/v1/alerts')
  const told = kept.filter(one => one.path.startsWith('/intake/'))
  const marks = new Set(told.map(one => (one.said as { fingerprint: string }).fingerprint))
  return [...marks].flatMap(mark => {
    const found = alerts.filter(one => one.fingerprint === mark)
    return found.length === 1 && found[0]?.status === 'resolved'
      ? []
      : [`alert ${mark} is lost or doubled: ${JSON.stringify(found)}`]
  })
}
