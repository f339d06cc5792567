import { anaAndBen, proposed, type Scene, scene, suggestion, theory } from './scene.ts'
import { sharedTerminal } from './socket-scenes.ts'

const monthMs = 30 * 24 * 60 * 60_000
const inAMonth = () => new Date(Date.now() + monthMs).toISOString()
const longAgo = '2020-01-01T00:00:00Z'

/** Who is called, and who sits where. */
export const peopleScenes: readonly Scene[] = [
  scene('in-the-past', ({ ana }) => ({ by: ana, command: 'snooze', body: { untilAt: longAgo } })),
  scene('in-the-past', ({ ana }) => {
    const body = { text: 'We look', audience: 'responders', nextUpdateDueAt: longAgo }
    return { by: ana, command: 'post-update', body }
  }),
  scene('too-long', ({ ana }) => ({ by: ana, command: 'snooze', body: { untilAt: inAMonth() } })),
  scene('nobody-has-it', ({ world }) => {
    const untilAt = new Date(Date.now() + 3_600_000).toISOString()
    return { by: world.admin, command: 'snooze', body: { untilAt } }
  }),
  scene('nobody-on-call', ({ ana }) => ({ by: ana, command: 'page', body: { schedule: 'later' } })),
  scene('unknown-schedule', ({ ana }) => ({ by: ana, command: 'page', body: { schedule: 'night' } })),
  scene('unknown-person', ({ ana }) => ({ by: ana, command: 'page', body: { person: 'zoe' } })),
  scene('unknown-person', ({ ana }) => ({ by: ana, command: 'call-in', body: { people: ['zoe'] } })),
  scene('unknown-team', ({ ana }) => ({ by: ana, command: 'call-in', body: { team: 'kitchen' } })),
  scene('resolved', async ({ ana, mira, done }) => {
    await done(ana, 'resolve')
    return { by: ana, command: 'page', body: { person: mira.id } }
  }),
  scene('resolved', async ({ ana, done }) => {
    await done(ana, 'resolve')
    return { by: ana, command: 'call-in', body: { team: 'default' } }
  }),

  scene('unknown-person', async here => {
    await anaAndBen(here)
    return { by: here.ana, command: 'give-keyboard', body: { to: 'Zoe' } }
  }),
  scene('cannot-sit', async here => {
    await anaAndBen(here)
    return { by: here.ana, command: 'offer-lead', body: { to: here.leo.id } }
  }),
  scene('keyboard-held', async here => {
    await anaAndBen(here)
    return { by: here.ben, command: 'take-keyboard' }
  }),
  scene('keyboard-held', async here => {
    await anaAndBen(here)
    await here.done(here.ben, 'ask-keyboard')
    return { by: here.ben, command: 'take-keyboard' }
  }),
  scene('keyboard-held', async here => {
    await anaAndBen(here)
    return { by: here.mira, command: 'give-keyboard', body: { to: here.mira.id } }
  }),
  scene('keyboard-held', async here => {
    const there = await here.fire()
    await sharedTerminal(there, here.mira, { host: `web-${here.number}` })
    await here.done(here.ana, 'join')
    return { by: here.ana, command: 'take-keyboard', body: { host: `web-${here.number}` } }
  }),
  scene('unknown-host', async here => {
    await anaAndBen(here)
    return { by: here.ben, command: 'ask-keyboard', body: { host: 'db-9' } }
  }),
  scene('not-your-keyboard', async here => {
    await here.done(here.ana, 'join')
    await here.done(here.ben, 'join')
    await here.done(here.mira, 'join')
    await here.done(here.ana, 'give-keyboard', { to: here.ben.id })
    await here.done(here.ana, 'take-over', { reason: 'I know this one' })
    const takeOver = (await here.is()).takeOvers?.[0]?.takeOver
    return { by: here.mira, command: 'call-off-take-over', body: { takeOver } }
  }),
  scene('unknown-touch', ({ ana, ben }) => {
    return { by: ana, command: 'ask-was-it-you', body: { touch: 'E9', person: ben.id } }
  }),
  scene('no-control-yet', async here => {
    await anaAndBen(here)
    await sharedTerminal(here, here.ana)
    await here.done(here.ana, 'give-keyboard', { to: here.ben.id })
    await proposed(here)
    return { by: here.ben, command: 'apply-change', body: { change: 'C1' } }
  }),
  scene('holder-is-here', async ({ ana, ben, done }) => {
    await done(ben, 'join')
    await done(ana, 'join')
    return { by: ana, command: 'take-over', body: { reason: 'I know this one' } }
  }),
  scene('holder-is-here', async ({ ana, ben, done }) => {
    await done(ben, 'join')
    await done(ana, 'join')
    return { by: ana, command: 'take-over', body: { reason: 'I know this one', seat: 'lead' } }
  }),
  scene('lead-held', async here => {
    await anaAndBen(here)
    return { by: here.ben, command: 'take-lead' }
  }),
  scene('lead-held', async here => {
    await anaAndBen(here)
    return { by: here.mira, command: 'offer-lead', body: { to: here.mira.id } }
  }),
  scene('lead-not-offered', async here => {
    await anaAndBen(here)
    return { by: here.ben, command: 'accept-lead' }
  }),
  scene('lead-not-offered', ({ ben }) => ({ by: ben, command: 'accept-lead' })),

  scene('not-the-lead', async here => {
    await anaAndBen(here)
    await suggestion(here)
    return { by: here.mira, command: 'accept-suggestion', body: { suggestion: 'S1' } }
  }),
  scene('already-decided', async here => {
    await anaAndBen(here)
    await suggestion(here)
    await here.done(here.ana, 'accept-suggestion', { suggestion: 'S1' })
    return { by: here.ana, command: 'decline-suggestion', body: { suggestion: 'S1', reason: 'Too late' } }
  }),
  scene('unknown-command', async ({ ana, done }) => {
    await done(ana, 'note-command', { command: './rebuild-index.sh' })
    return { by: ana, command: 'judge-command', body: { command: 'C9', kind: 'look' } }
  }),
  scene('unknown-suggestion', async here => {
    await anaAndBen(here)
    await suggestion(here)
    return { by: here.ana, command: 'decline-suggestion', body: { suggestion: 'S9', reason: 'Too late' } }
  }),
  scene('unknown-suggestion', ({ ana }) => ({ by: ana, command: 'accept-suggestion', body: { suggestion: 'S9' } })),
  scene('unknown-hypothesis', async ({ ana }) => {
    const body = { text: 'Roll it back', why: 'It was fine', command: 'shopctl undo', hypothesis: 'H9' }
    return { by: ana, command: 'suggest', body }
  }),
  scene('unknown-change', async here => {
    await theory(here)
    await proposed(here)
    await suggestion(here)
    return { by: here.leo, command: 'object', body: { to: 'C9', reason: 'Carts would be lost' } }
  }),
  scene('unknown-change', ({ leo }) => ({ by: leo, command: 'object', body: { to: 'C9', reason: 'Not that' } })),
  scene('unknown-objection', async here => {
    await proposed(here)
    await here.done(here.leo, 'object', { to: 'C1', reason: 'Carts would be lost' })
    return { by: here.ana, command: 'answer-objection', body: { objection: 'O9', answer: 'They are kept' } }
  }),
  scene('unknown-objection', async here => {
    await proposed(here)
    await here.done(here.leo, 'object', { to: 'C1', reason: 'Carts would be lost' })
    return { by: here.leo, command: 'withdraw-objection', body: { objection: 'O9' } }
  }),
  scene('unknown-objection', ({ ben }) => ({ by: ben, command: 'withdraw-objection', body: { objection: 'O9' } })),
  scene('not-your-objection', async here => {
    await anaAndBen(here)
    await proposed(here)
    await here.done(here.ben, 'object', { to: 'C1', reason: 'Carts would be lost' })
    return { by: here.mira, command: 'withdraw-objection', body: { objection: 'O1' } }
  }),
  scene('not-your-objection', async here => {
    await proposed(here)
    await here.done(here.ben, 'object', { to: 'C1', reason: 'Carts would be lost' })
    return { by: here.leo, command: 'withdraw-objection', body: { objection: 'O1' } }
  }),
]
