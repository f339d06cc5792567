import { afterAll, beforeAll, expect, it } from 'vitest'
import { refusals } from '../../src/api/refusals.ts'
import { answerLine } from '../../src/engine/chat/answer-line.ts'
import { handle } from '../../src/engine/handle.ts'
import { newId } from '../../src/engine/id.ts'
import type { Refusal } from '../../src/incident/decision.ts'
import { fireline } from '../../src/incident/entry.ts'
import { linkChatUser } from '../../src/store/chat-people.ts'
import { inTransaction } from '../../src/store/db.ts'
import { until } from '../harness.ts'
import { openBrowser } from '../rally/people-at-a-terminal.ts'
import { readLine } from '../refusals/line.ts'
import { isDone, leadsNowhere } from '../refusals/press.ts'
import { type Asked, proposed, type Scene } from '../refusals/scene.ts'
import { changeScenes } from '../refusals/scenes-change.ts'
import { peopleScenes } from '../refusals/scenes-people.ts'
import { reasonScenes } from '../refusals/scenes-reasons.ts'
import { shellScenes } from '../refusals/scenes-shell.ts'
import { suggestScenes } from '../refusals/scenes-suggest.ts'
import { newTerminal, refusedOnAgent, refusedOnWs, withShell } from '../refusals/socket-scenes.ts'
import { type Here, openStage, type Stage } from '../refusals/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.end())

const scenes: readonly Scene[] = [...peopleScenes, ...reasonScenes, ...changeScenes, ...suggestScenes, ...shellScenes]
/** Said over a socket, not over HTTP; some that the engine alone is told (of traffic: src/steps/change/traffic.test.ts); one of a setting (src/server/alert-rules.test.ts), one of what stands on no timeline (test/rally/side-channel.test.ts). */
const elsewhere = [
  'no-terminal',
  'no-way-back',
  'not-allowed',
  'not-found',
  'not-under-way',
  'other-plan',
  'rules-changed',
  'stand-by-not-ready',
  'two-primaries',
  'way-back-held',
  'you-lead',
]

it('every code that the API names is produced', () => {
  const produced = new Set([...scenes.map(({ code }) => code), ...elsewhere])
  expect([...produced].sort()).toEqual(refusals)
})

it('each is refused as a person would be, and no way forward leads nowhere', { timeout: 180_000 }, async () => {
  const wrong: string[] = []
  await eachOf([...scenes.entries()], async ([n, scene]) => {
    for (const trouble of await walk(scene)) wrong.push(`${n} ${scene.code}: ${trouble}`)
  })
  expect(wrong).toEqual([])
  expect(stage.world.errors).toEqual([])
})

it('what a browser is refused over its socket names a way that it can press', async () => {
  const here = await stage.fire()
  const { leo, ben, mira } = here
  const seen = await withShell(here, async terminal => {
    const input = { type: 'input', terminal, epoch: 0, data: 'x' }
    return [
      { by: leo, no: await refusedOnWs(here, leo, input) },
      { by: ben, no: await refusedOnWs(here, ben, { type: 'resize', terminal, epoch: 0, cols: 80, rows: 24 }) },
    ]
  })
  const gone = { type: 'input', terminal: newTerminal(), epoch: 0, data: 'x' }
  seen.push({ by: mira, no: await refusedOnWs(here, mira, gone) })
  const { type: _, data: __, epoch: ___, ...terminal } = gone
  const watched = { type: 'watch-terminal', incident: here.incident, ...terminal }
  seen.push({ by: mira, no: await refusedOnWs(here, mira, watched) })
  expect(seen.map(({ no }) => no.code)).toEqual(['not-allowed', 'keyboard-held', 'no-terminal', 'no-terminal'])
  for (const { by, no } of seen) {
    expect(no.next?.length, no.message).toBeGreaterThan(0)
    for (const next of no.next ?? []) {
      expect(readLine(next, here.incident).trouble).toBeUndefined()
      expect(await leadsNowhere(here, by, next, { ...no, next: [] })).toBeUndefined()
    }
  }
})

it('where there is nothing to press, the words say what to do', async () => {
  const here = await stage.fire()
  const nowhere = await refusedOnWs(here, here.ana, { type: 'watch-timeline', incident: 'INC-99999' })
  expect(nowhere).toMatchObject({ code: 'not-found', message: expect.stringContaining('Home lists') as string })
  const viewer = await refusedOnAgent(here, here.leo.token)
  expect(viewer).toMatchObject({ code: 'not-allowed', message: expect.stringContaining('An admin gives it') as string })
  const lost = await refusedOnAgent(here, here.ana.token, { incident: 'INC-99999' })
  expect(lost).toMatchObject({ code: 'not-found', message: expect.stringContaining('fireline burning') as string })
  await withShell(here, async terminal => {
    const theirs = await refusedOnAgent(here, here.ben.token, { terminal })
    expect(theirs).toMatchObject({
      code: 'not-allowed',
      message: expect.stringContaining('fireline share --new') as string,
    })
  })
})

it('a frame that the database does not answer is said to be undone', async () => {
  const here = await stage.fire()
  const { desk } = stage.world.fireline
  const whole = desk.db.query
  const browser = await openBrowser(stage.world.url, here.ana.token)
  desk.db.query = async () => {
    throw new Error('the database is gone')
  }
  // Of one that this node keeps a copy of the database is not asked.
  browser.send({ type: 'watch-timeline', incident: 'INC-99999' })
  const look = until(() => browser.messages.find(message => message.type === 'refused'), 'the no')
  const no = await look.finally(() => {
    desk.db.query = whole
  })
  browser.close()
  expect(no).toMatchObject({ code: 'failed', message: 'This failed on our side, and nothing was done. Do it again.' })
  stage.world.errors.length = 0
})

it('the engine itself is told why a change that is over does not run', async () => {
  const here = await stage.fire()
  await proposed(here)
  await here.done(here.ana, 'apply-change', { change: 'C1' })
  const { desk } = stage.world.fireline
  const { changes } = await here.is()
  const body = { change: changes[0]?.id, wayBack: false }
  const ask = { id: newId(desk.clock.now()), by: fireline, at: desk.clock.at(), body }
  const no = await inTransaction(desk.db, tx => handle(desk, tx, here.incident, ask, 'change-may-run'))
  if (!('code' in no)) throw new Error('it may run')
  expect([no.code, no.message]).toEqual(['not-under-way', 'C1 is not being applied any more.'])
  for (const next of no.next) expect(await leadsNowhere(here, here.ana, next, no)).toBeUndefined()
})

/** Plays the scene once for each way forward, so that each is pressed where the refusal left the person. */
/** The first line of what the same person hears after /fl; a service account is nobody in a chat. */
async function inChatAsked({ incident, world }: Here, { by, command, body = {} }: Asked): Promise<string | undefined> {
  const { desk } = world.fireline
  const text = `${command} ${incident} ${JSON.stringify(body)}`
  const { id: user, kind } = (await by.get<{ id: string; kind: string }>('/api/v1/me')).body
  if (kind !== 'person') return undefined
  const line = { kind: 'slack', user, place: 'C0', text }
  const answer = await inTransaction(desk.db, async tx => {
    await linkChatUser(tx, 'slack', user, user, desk.clock.now())
    return answerLine(desk, tx, line)
  })
  return withoutSeconds(answer.lines[0] ?? '')
}

const withoutSeconds = (text: string): string => text.replace(/\d+ s\b/, 'n s')

async function walk(scene: Scene): Promise<string[]> {
  const troubles: string[] = []
  for (let n = 0, ways = 1; n < ways; n++) {
    const here = await stage.fire(scene.title)
    const asked = await scene.play(here)
    const { status, body } = await here.ask(asked.by, asked.command, asked.body)
    const refusal = (body as { refusal?: Refusal }).refusal
    if (status !== 409 || refusal?.code !== scene.code) return [`not refused so: ${status} ${JSON.stringify(body)}`]
    const inChat = n === 0 && !asked.ownRoute ? await inChatAsked(here, asked) : undefined
    if (inChat !== undefined && inChat !== withoutSeconds(refusal.message)) troubles.push(`a chat says: ${inChat}`)
    if (isDone(refusal)) return troubles
    ways = refusal.next.length
    // Played anew, a way may have gone: "they are gone, take it" is offered ten seconds after they were seen.
    if (n > 0 && n >= ways) return troubles
    const next = refusal.next[n]
    if (!next) return ['has no way forward, and is not among those that say what comes by itself']
    const { trouble: unread, body: read } = readLine(next, here.incident)
    const asIs = Object.fromEntries(Object.entries(next.body).map(([name, value]) => [name, value ?? '…']))
    if (unread) troubles.push(unread)
    if (read && JSON.stringify(read) !== JSON.stringify(asIs)) troubles.push(`its line says ${JSON.stringify(read)}`)
    const trouble = await leadsNowhere(here, asked.by, next, refusal)
    if (trouble) troubles.push(trouble)
  }
  return troubles
}

const atOnce = 6

async function eachOf<T>(list: T[], work: (one: T) => Promise<void>): Promise<void> {
  const worker = async () => {
    for (let one = list.shift(); one; one = list.shift()) await work(one)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
