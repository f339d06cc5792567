import { afterAll, beforeAll, expect, test } from 'vitest'
import { Ledger } from '../fakes/ledger.ts'
import { startSmtp } from '../fakes/smtp.ts'
import { startWorld, type World } from '../harness.ts'
import { openScene, type Scene } from '../hostile/scene.ts'
import {
  standsAsTextInFiles,
  standsAsTextInMail,
  standsAsTextInTheRoom,
  standsAsTextOnTheStatusPage,
} from '../hostile/shown.ts'
import { ownTexts, textsOf } from '../hostile/texts.ts'
import { type Asked, ask, nameOf, placesOf } from '../hostile/walk.ts'

/** A folder of hostile inputs; ours alone where there is none. */
const corpus = process.env['FIRELINE_CORPUS']
if (!corpus)
  console.warn('\n*** FIRELINE_CORPUS names no folder of hostile inputs; the fields meet those of our own alone ***\n')
const small = corpus ? ['header', 'csv', 'template', 'proto', 'terminal'].flatMap(name => textsOf(corpus, name)) : []
const large = corpus ? ['markup', 'url', 'text'].flatMap(name => textsOf(corpus, name)) : []
/** Of the large files each place meets one text of so many, another place the next. */
const oneOf = Number(process.env['FIRELINE_ONE_OF'] ?? 16)

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
const troubles: string[] = []

test('every text of every body that the OpenAPI document knows: taken or refused with words, whatever it is', async () => {
  const places = await placesOf(scene)
  const tally = new Map<string, Record<number, number>>()
  for (const [n, place] of places.entries()) {
    const texts = [...ownTexts, ...small, ...large.filter((_, i) => i % oneOf === n % oneOf)]
    if (place.path.includes('{incident}')) await scene.freshIncident()
    const counts: Record<number, number> = {}
    const next = texts.values()
    const lane = async () => {
      for (const { text } of next) {
        const asked = await ask(scene, place, text)
        counts[asked.status] = (counts[asked.status] ?? 0) + 1
        if (asked.trouble) troubles.push(asked.trouble)
        if ([400, 404, 413].includes(asked.status)) refused.push(asked)
      }
    }
    await Promise.all(Array.from({ length: 4 }, lane))
    tally.set(nameOf(place), counts)
  }
  for (const [name, counts] of tally) process.stdout.write(`${name} ${JSON.stringify(counts)}\n`)
  expect(troubles.slice(0, 50)).toEqual([])
  expect(places.length).toBeGreaterThan(200)
  expect(world.errors).toEqual([])
  expect(Object.keys(Object.prototype)).toEqual([])
})

test('a name, an update, a person: on pages, in feeds, files and mails it stands as text', async () => {
  const all = [...ownTexts, ...small, ...large]
  const shown = {
    'on the status page': await standsAsTextOnTheStatusPage(scene, all),
    'in the room': await standsAsTextInTheRoom(scene, scene.inPath('/a/{capability}', 'capability'), all),
    'in files': await standsAsTextInFiles(scene, all),
    'in mail': await standsAsTextInMail(scene, ledger, [...ownTexts, ...small.slice(0, 30)]),
  }
  process.stdout.write(`${JSON.stringify(shown)} of ${all.length}\n`)
  for (const count of Object.values(shown)) expect(count).toBeGreaterThan(5)
  expect(world.errors).toEqual([])
})
