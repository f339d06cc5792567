import { afterAll, beforeAll, expect, test } from 'vitest'
import { Ledger } from '../fakes/ledger.ts'
import { startSmtp } from '../fakes/smtp.ts'
import { startWorld, until, type World } from '../harness.ts'
import { openScene, type Scene } from '../hostile/scene.ts'
import {
  standsAsTextInFiles,
  standsAsTextInMail,
  standsAsTextInTheRoom,
  standsAsTextOnTheStatusPage,
} from '../hostile/shown.ts'
import { ownTexts, textsOf } from '../hostile/texts.ts'
import { type Asked, ask, nameOf, placesOf, send } from '../hostile/walk.ts'
import { keptIn } from '../kept.ts'

/** A folder of hostile inputs; ours alone where there is none. */
const corpus = process.env['FIRELINE_CORPUS']
if (!corpus)
  console.warn('\n*** FIRELINE_CORPUS names no folder of hostile inputs; the fields meet those of our own alone ***\n')
const files = ['header', 'csv', 'template', 'proto', 'terminal', 'markup', 'url', 'text']
const theirs = corpus ? files.flatMap(name => textsOf(corpus, name)) : []
/** Each place meets all of ours, and of the corpus one text of so many; another place the next. 1 is each text at each place. */
const oneOf = Number(process.env['FIRELINE_ONE_OF'] ?? 64)
/** Only places whose name this fits, as `PUT /api/v1/status-pages/{slug} title`: for one that was found. */
const onlyAt = new RegExp(process.env['FIRELINE_PLACES'] ?? '')

const ledger = new Ledger()
let world: World
let smtp: Awaited<ReturnType<typeof startSmtp>>
let scene: Scene
beforeAll(async () => {
  smtp = await startSmtp(ledger)
  ledger.ignore('it is about what comes in')
  world = await startWorld({ FIRELINE_SMTP_URL: smtp.url })
  scene = await openScene(world, ledger)
})
afterAll(async () => {
  await world?.stop()
  await smtp?.stop()
})

const refused: Asked[] = []

test('every text of every body that the OpenAPI document knows: taken or refused with words, whatever it is', async () => {
  const places = (await placesOf(scene)).filter(place => onlyAt.test(nameOf(place)))
  const troubles: string[] = []
  const neverTaken: string[] = []
  for (const [n, place] of places.entries()) {
    if (place.path.includes('{incident}')) await scene.freshIncident()
    const texts = [...ownTexts, ...theirs.filter((_, i) => i % oneOf === n % oneOf)]
    const asked = await inLanes(texts, ({ text }) => ask(scene, place, text))
    const found = asked.flatMap(one => one.trouble ?? [])
    troubles.push(...found)
    for (const one of found) process.stdout.write(`${one}\n`)
    refused.push(...asked.filter(one => [400, 404, 413].includes(one.status)))
    if (asked.every(one => one.status >= 400)) neverTaken.push(nameOf(place))
    if (n % 50 === 0) process.stdout.write(`${n} of ${places.length} places, ${troubles.length} troubles\n`)
  }
  process.stdout.write(`${places.length} places; of these ${neverTaken.length} took nothing of all that\n`)
  expect(troubles).toEqual([])
  expect(places.length).toBeGreaterThan(0)
  expect(world.errors).toEqual([])
  expect(Object.keys(Object.prototype)).toEqual([])
})

/** Refused once, these may be taken the next time: where nothing is left to change, or a minute later. */
const tookLater = /config|session|device|\/report\/|\/status\/|\/intake\/|\/v2\//
/** What burns goes on meanwhile, and none of these requests writes there. */
const life = /^(accepted|alert(?!_rules)|announced|attempt|button|call|capability|entry|incident|obligation|page)/
const withoutLife = (all: Record<string, string>) =>
  Object.fromEntries(Object.entries(all).filter(([table]) => !life.test(table)))

test('what was refused left nothing behind', async () => {
  const { db } = world.fireline.desk
  await nothingLooks()
  const settings = refused.filter(({ path }) => !tookLater.test(path))
  const some = settings.filter((_, n) => n % Math.ceil(settings.length / 2_000) === 0)
  const before = withoutLife(await keptIn(db))
  await inLanes(some, ({ method, path, body }) => send(scene, method, path, body))
  expect(withoutLife(await keptIn(db))).toEqual(before)
  process.stdout.write(`${some.length} of ${settings.length} that were refused, once more: nothing is kept of them\n`)
})

/** Four at a time, in their order. */
async function inLanes<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const done: R[] = []
  const next = all.entries()
  const lane = async () => {
    for (const [n, one] of next) done[n] = await work(one)
  }
  await Promise.all(Array.from({ length: 4 }, lane))
  return done
}

/** What Fireline looks at by itself would tell of it in between. */
async function nothingLooks(): Promise<void> {
  for (const kind of ['probes', 'mailboxes', 'heartbeats']) await world.admin.delete(`/api/v1/${kind}/shop`)
  await world.admin.delete('/api/v1/outside-heartbeat')
  const owed = `select kind, key from obligation where state = 'owed' and kind <> 'canary' and due_at <= $1`
  const isDone = async () =>
    (await world.fireline.desk.db.query(owed, [world.fireline.desk.clock.now()])).rowCount === 0
  await until(isDone, 'nothing to be owed', 120_000)
}

test('a name, an update, a person: on pages, in feeds, files and mails it stands as text', async () => {
  const all = [...ownTexts, ...theirs.filter((_, i) => i % Math.ceil(oneOf / 8) === 0)]
  const shown = {
    'on the status page': await standsAsTextOnTheStatusPage(scene, all),
    'in the room': await standsAsTextInTheRoom(scene, scene.inPath('/a/{capability}', 'capability'), all),
    'in files': await standsAsTextInFiles(scene, all),
    'in mail': await standsAsTextInMail(scene, ledger, all.slice(0, 40)),
  }
  process.stdout.write(`${JSON.stringify(shown)} of ${all.length}\n`)
  for (const count of Object.values(shown)) expect(count).toBeGreaterThan(5)
  expect(world.errors).toEqual([])
})
