import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { seeded } from '../../src/drill/random.ts'
import { withDatabase } from '../../src/store/backup/reach.ts'
import { adminToken, until } from '../harness.ts'
import { type Acknowledged, type Stubborn, stubborn } from './client.ts'
import { type Kill, keepHouse } from './house.ts'
import { childEnv, logIn, passableFolder } from './server.ts'

export interface SendersProof {
  kills: Kill[]
  alertsAcknowledged: number
  /** Requests whose answer a kill had cut off: they were sent again. */
  askedAgain: number
  troubles: string[]
}

const lanes = ['shop', 'mail', 'search', 'pay']
const batch = 20

/** Senders that never rest, and a hand that kills the server under them: what was answered is there, once. */
export async function runSenders(seed: number, kills: number, acceptLog: 'segments' | 'table'): Promise<SendersProof> {
  const random = seeded(seed)
  const folder = passableFolder(`senders-${acceptLog}`)
  const dataDir = join(folder, 'data')
  const env = childEnv(dataDir, { FIRELINE_ADMIN_TOKEN: adminToken, FIRELINE_ACCEPT_LOG: acceptLog })
  const house = keepHouse(env, folder, dataDir)
  try {
    await house.start()
    const kept: Acknowledged[] = []
    const admin = stubborn(house.url, adminToken, [])
    const outside = stubborn(house.url, '', kept)
    const keys = await Promise.all(lanes.map(lane => keyOf(admin, lane)))
    const sending = { on: true }
    const sent = Promise.all(keys.map((key, n) => keepSending(outside, key, lanes[n] ?? '', sending)))
    sent.catch(() => {})
    const struck: Kill[] = []
    for (let n = 0; n < kills; n++) struck.push(await house.strike(random))
    sending.on = false
    await house.start()
    await sent
    const troubles = [
      ...(await applied(dataDir, house.url() ?? '')),
      ...(await lostOrDoubled(dataDir, kept, admin, keys)),
    ]
    const askedAgain = kept.filter(one => one.attempts > 1).length
    return { kills: struck, alertsAcknowledged: kept.length * batch, askedAgain, troubles }
  } catch (error) {
    throw new Error(`seed ${seed}: ${(error as Error).message}\n${readFileSync(logIn(folder), 'utf8').slice(-2_000)}`, {
      cause: error,
    })
  } finally {
    await house.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function keyOf(admin: Stubborn, name: string): Promise<string> {
  await admin.post('/api/v1/services', { slug: name, name })
  return (await admin.post<{ key: string }>('/api/v1/integrations', { service: name, kind: 'webhook', name })).key
}

async function keepSending(outside: Stubborn, key: string, lane: string, sending: { on: boolean }): Promise<void> {
  for (let n = 0; sending.on; n++)
    await outside.post(
      `/intake/${key}`,
      Array.from({ length: batch }, (_, i) => alert(`${lane}-${n}-${i}`)),
    )
}

const alert = (mark: string) => ({
  title: `${mark} burns`,
  severity: 'critical',
  fingerprint: mark,
  labels: { alertname: 'Burns' },
})

async function applied(dataDir: string, url: string): Promise<string[]> {
  const isOver = async () => / 0$/m.exec(/^fireline_accepted_waiting .*$/m.exec(await metrics(url))?.[0] ?? '') !== null
  await until(isOver, 'everything to be applied', 40_000)
  return (await rowsOf<{ trouble: string }>(dataDir, 'select trouble from accepted where trouble is not null')).map(
    row => `not applied: ${row.trouble}`,
  )
}

async function lostOrDoubled(
  dataDir: string,
  kept: readonly Acknowledged[],
  admin: Stubborn,
  keys: readonly string[],
): Promise<string[]> {
  type Receipt = { receipt: string; body: string; results: string }
  const receipts = new Map<string, Receipt>()
  const troubles: string[] = []
  const sql = `select receipt, body, results from accepted where source not in ('canary', 'place-again')`
  for (const row of await rowsOf<Receipt>(dataDir, sql)) receipts.set(row.receipt, row)
  for (const { answer } of kept)
    if (!receipts.has(answer.receipt ?? '')) troubles.push(`receipt lost: ${answer.receipt}`)
  const told = new Map<string, number>()
  for (const { body } of receipts.values())
    for (const { fingerprint } of (JSON.parse(body) as { alerts: { fingerprint: string }[] }).alerts)
      told.set(fingerprint, (told.get(fingerprint) ?? 0) + 1)
  const rows = await rowsOf<{ fingerprint: string; count: number }>(dataDir, 'select fingerprint, count from alert')
  const counted = new Map(rows.map(row => [row.fingerprint, row.count]))
  for (const { said } of kept)
    for (const { fingerprint } of said as { fingerprint: string }[]) {
      if (!counted.has(fingerprint)) troubles.push(`alert lost: ${fingerprint}`)
      else if (counted.get(fingerprint) !== told.get(fingerprint))
        troubles.push(
          `${fingerprint} was accepted ${told.get(fingerprint)} times and counted ${counted.get(fingerprint)}`,
        )
    }
  const { incidents } = await admin.get<{ incidents: unknown[] }>('/api/v1/incidents')
  if (incidents.length !== keys.length) troubles.push(`${incidents.length} incidents of ${keys.length} services`)
  return troubles
}

const metrics = async (url: string): Promise<string> => (await fetch(`${url}/metrics`)).text()

async function rowsOf<R extends object>(dataDir: string, sql: string): Promise<R[]> {
  return withDatabase(
    { dataDir },
    () => {},
    async config => {
      const client = new pg.Client(config)
      await client.connect()
      try {
        return (await client.query<R>(sql)).rows
      } finally {
        await client.end()
      }
    },
  )
}
