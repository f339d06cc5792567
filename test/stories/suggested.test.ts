import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Entry } from '../../src/incident/entry.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { openIncident } from '../rally/people-at-a-terminal.ts'
import { type PromptAgent, promptAgent } from '../rally/prompt-agent.ts'

let world: World
let ana: Caller
let ben: Caller
let incident: string
let db1: PromptAgent

beforeAll(async () => {
  world = await startWorld()
  ana = await world.person('Ana')
  ben = await world.person('Ben')
  incident = await openIncident(world, { id: ana.id, name: 'Ana' })
  db1 = await promptAgent(world.url, ana, incident, 'db-1')
  await ben.post(`/api/v1/incidents/${incident}/join`)
})

afterAll(async () => {
  db1.close()
  await world.stop()
})

const done = async (who: Caller, command: string, body: object): Promise<Entry[]> => {
  const answer = await who.post<{ entries: Entry[] }>(`/api/v1/incidents/${incident}/${command}`, body)
  expect(answer, command).toMatchObject({ status: 200 })
  return answer.body.entries
}
const suggestion = async (ref: string) =>
  (await ana.get<Incident>(`/api/v1/incidents/${incident}`)).body.suggestions.find(one => one.ref === ref)
const cameTo = (ref: string, outcome: string) =>
  until(async () => (await suggestion(ref))?.atPrompt?.outcome === outcome, `${ref} to be ${outcome}`)

test('what Ben suggests and Ana accepts stands at her prompt, without a newline, and everybody reads that it does', async () => {
  await done(ben, 'suggest', { text: 'Look at the disk', why: 'It was full on Monday', command: 'df -h /var' })
  await done(ana, 'accept-suggestion', { suggestion: 'S1' })
  await cameTo('S1', 'put')
  expect(db1.heard).toMatchObject([{ text: 'df -h /var', person: ana.id, epoch: 1 }])
  expect(world.errors).toEqual([])
})

test('a prompt that is not free is left as it is, and takes it when Ana asks again', async () => {
  db1.prompt = 'not free'
  const [asked, came] = await done(ana, 'put-at-prompt', { suggestion: 'S1' })
  expect([asked?.data, came?.data]).toMatchObject([{ outcome: 'asked' }, { outcome: 'not-free' }])
  db1.prompt = 'free'
  const [, again] = await done(ana, 'put-at-prompt', { suggestion: 'S1', terminal: db1.terminal })
  expect(again?.data).toMatchObject({ outcome: 'put', person: ana.id })
  const no = await ben.post(`/api/v1/incidents/${incident}/put-at-prompt`, { suggestion: 'S1' })
  expect([no.status, no.body]).toMatchObject([409, { refusal: { code: 'keyboard-held' } }])
})

test('what may change something asks everybody for 20 s; an objection stops it, the lead goes now, and silence goes ahead', async () => {
  const restart = { why: 'It leaks', command: 'systemctl restart web' }
  for (const text of ['Restart it', 'Restart it once more']) await done(ben, 'suggest', { text, ...restart })
  const putSoFar = db1.heard.length
  await done(ana, 'accept-suggestion', { suggestion: 'S2' })
  await done(ben, 'object', { to: 'S2', reason: 'Carts are lost' })
  await done(ana, 'accept-suggestion', { suggestion: 'S3' })
  world.advance(20_500)
  await cameTo('S3', 'put')
  expect([await suggestion('S2'), db1.heard.length]).toMatchObject([
    { state: 'open', held: { by: 'Ben' } },
    putSoFar + 1,
  ])
  await done(ana, 'go-now', { suggestion: 'S2' })
  await cameTo('S2', 'put')
})

test('an agent that is gone is waited for a moment, then it is said that the prompt did not answer', async () => {
  db1.close()
  const asking = done(ana, 'put-at-prompt', { suggestion: 'S1' })
  await until(async () => (await suggestion('S1'))?.atPrompt?.outcome !== 'put', 'it to be asked for')
  world.advance(11_000)
  expect((await asking).at(-1)?.data).toMatchObject({ outcome: 'no-answer' })
})
