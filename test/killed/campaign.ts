import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { between, type Random, seeded } from '../../src/drill/random.ts'
import { Ledger } from '../fakes/ledger.ts'
import { type SmtpFake, startSmtp } from '../fakes/smtp.ts'
import { adminToken } from '../harness.ts'
import { type Acknowledged, type Stubborn, stubborn } from './client.ts'
import { type House, type Kill, keepHouse } from './house.ts'
import { childEnv, logIn, passableFolder } from './server.ts'
import { type Lane, walk } from './walk.ts'

/** Everything that the checker needs to know: what was promised, what left the house, and when it was hit. */
export interface Campaign {
  seed: number
  dataDir: string
  env: NodeJS.ProcessEnv
  url: string
  admin: Stubborn
  lanes: Lane[]
  kept: Acknowledged[]
  ledger: Ledger
  kills: Kill[]
  walks: number
  /** Ends what runs; the folder goes too, unless it is to be looked at. */
  stop(keepFolder?: boolean): Promise<void>
}

export const stakeholders = ['carla@example.org', 'dora@example.org']
const longestMailMs = 400

/** A real server on real data, people who walk the road on it without pause, and a hand that kills it at random moments. */
export async function runCampaign(seed: number, kills: number): Promise<Campaign> {
  const random = seeded(seed)
  const folder = passableFolder('killed')
  const dataDir = join(folder, 'data')
  const ledger = new Ledger()
  const smtp = await startSmtp(ledger)
  const mailRandom = seeded(seed + 1)
  smtp.answerAfterMs = () => between(mailRandom, 0, longestMailMs)
  const env = childEnv(dataDir, { FIRELINE_ADMIN_TOKEN: adminToken, FIRELINE_SMTP_URL: smtp.url })
  const house = keepHouse(env, folder, dataDir)
  const stop = stopper(house, smtp, folder)
  try {
    await house.start()
    const kept: Acknowledged[] = []
    const admin = stubborn(house.url, adminToken, kept)
    const lanes = await settle(admin, house.url, kept, folder)
    const walking = { on: true }
    const walked = Promise.all(lanes.map((lane, n) => keepWalking(lane, seeded(seed + 2 + n), walking)))
    walked.catch(() => {})
    const struck: Kill[] = []
    for (let n = 0; n < kills; n++) struck.push(await Promise.race([house.strike(random), failing(walked)]))
    walking.on = false
    await house.start()
    const walks = (await walked).reduce((sum, count) => sum + count, 0)
    const url = house.url() ?? ''
    return { seed, dataDir, env, url, admin, lanes, kept, ledger, kills: struck, walks, stop }
  } catch (error) {
    const log = readFileSync(logIn(folder), 'utf8').slice(-3_000)
    await stop()
    throw new Error(`seed ${seed}: ${(error as Error).message}\n${log}`, { cause: error })
  }
}

/** A walk that fails ends the campaign at once. */
async function failing(walked: Promise<unknown>): Promise<never> {
  await walked
  throw new Error('everybody stopped walking')
}

function stopper(house: House, smtp: SmtpFake, folder: string): Campaign['stop'] {
  return async keepFolder => {
    await house.end()
    await smtp.stop()
    if (!keepFolder) rmSync(folder, { recursive: true, force: true })
  }
}

/** Two people with addresses, and three services with a key, a folder and stakeholders each. */
async function settle(admin: Stubborn, where: () => string | undefined, kept: Acknowledged[], folder: string) {
  const person = async (name: string) => {
    const email = `${name.toLowerCase()}@example.org`
    const { id } = await admin.post<{ id: string }>('/api/v1/people', { name, role: 'responder', email })
    const { token } = await admin.post<{ token: string }>(`/api/v1/people/${id}/tokens`, { name: 'walk' })
    return { id, token }
  }
  const [ana, ben] = [await person('Ana'), await person('Ben')]
  const lane = async (name: string): Promise<Lane> => {
    const addresses = stakeholders.map(email => ({ email }))
    await admin.post('/api/v1/services', { slug: name, name, stakeholders: addresses })
    const { key } = await admin.post<{ key: string }>('/api/v1/integrations', { service: name, kind: 'webhook', name })
    const touched = join(folder, name)
    mkdirSync(touched)
    for (const file of ['pool.yaml', 'proxy.yaml']) writeFileSync(join(touched, file), `${file} of ${name}\n`)
    const outside = stubborn(where, '', kept)
    return { name, key, folder: touched, ana: stubborn(where, ana.token, kept), ben, outside }
  }
  return Promise.all(['shop', 'mail', 'search'].map(lane))
}

/** Walks until told to stop, always to the end of a walk. Returns how many. */
async function keepWalking(lane: Lane, random: Random, walking: { on: boolean }): Promise<number> {
  let walks = 0
  while (walking.on) {
    walks += 1
    await walk(lane, `${lane.name}-${walks}`, random() < 0.3)
  }
  return walks
}
