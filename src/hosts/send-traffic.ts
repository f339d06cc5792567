import { setTimeout as rest } from 'node:timers/promises'
import type { Desk } from '../engine/desk.ts'
import { type Observed, type TrafficDriver, TrafficTrouble } from '../steps/change/traffic-driver.ts'
import { keepToken, letGo, readShift, type ShiftToken, takeShift, turnBack } from '../store/traffic-shifts.ts'
import type { Secrets } from '../store/secrets.ts'

/** One shift, in the hands of this node. */
export interface Moving {
  desk: Desk
  secrets: Secrets
  driver: TrafficDriver
  shift: string
  token: ShiftToken
}

/** Somebody takes it back: nothing leads forward any more. */
export class TurnedBack extends Error {}

const leaseMs = 10_000
/** Steps and their count are over well before the right to send them is. */
const sendWithinMs = 8_000
const lookForTurnMs = 250

/** Sends what gives it that share. Throws TurnedBack when it is to go back, also while it sends. */
export async function sendForward(moving: Moving, percent: number, signal: AbortSignal): Promise<Observed> {
  const { desk, secrets, driver, shift, token } = moving
  const { way } = token
  if (!(await keepToken(desk.db, secrets, shift, token))) throw new TurnedBack()
  const by = { node: desk.node, now: desk.clock.now(), leaseMs }
  if (!(await takeShift(desk.db, shift, ['new', 'moving'], 'moving', by))) throw new TurnedBack()
  desk.passing?.('traffic-begun', 'move-traffic')
  const turned = new AbortController()
  const lookForTurn = async () => {
    if ((await readShift(desk.db, secrets, shift))?.state === 'back') turned.abort()
  }
  const look = setInterval(() => void lookForTurn().catch(() => {}), lookForTurnMs)
  try {
    const steps = driver.dryRun(await driver.describe(way.reach), { to: way.server, percent })
    const limit = AbortSignal.any([signal, turned.signal, AbortSignal.timeout(sendWithinMs)])
    const seen = await driver.share(way.reach, steps, limit)
    desk.passing?.('traffic-moved', 'move-traffic')
    return seen
  } catch (error) {
    throw turned.signal.aborted ? new TurnedBack() : error
  } finally {
    clearInterval(look)
    await letGo(desk.db, shift, desk.node)
  }
}

/** So that a reload of the proxy does not undo it: written where there is a file for it, else what to paste. */
export async function keepAtProxy({ driver, token }: Moving): Promise<string | undefined> {
  try {
    return await driver.state(token.way.reach)
  } catch (error) {
    if (error instanceof TrafficTrouble) return undefined
    throw error
  }
}

/** Nothing of it is on its way forward any more, so the way back waits for no database: sent twice it does no harm. */
export async function sendBackAtOnce(moving: Moving, signal: AbortSignal): Promise<Observed> {
  const { desk, driver, shift, token } = moving
  const turned = ignoringLoss(turnBack(desk.db, shift))
  const seen = await driver.revert(token.way.reach, token, AbortSignal.any([signal, AbortSignal.timeout(sendWithinMs)]))
  await turned
  await keepAtProxy(moving)
  return seen
}

/** Sends the way back once nobody else sends; undefined when another node did. */
export async function sendBack(moving: Moving, signal: AbortSignal): Promise<Observed | undefined> {
  const { desk, driver, shift, token } = moving
  await turnBack(desk.db, shift)
  while (!(await mayGoBack(moving))) {
    if (signal.aborted || (await readShift(desk.db, moving.secrets, shift))?.isOver) return undefined
    await rest(100)
  }
  const seen = await driver.revert(token.way.reach, token, AbortSignal.any([signal, AbortSignal.timeout(sendWithinMs)]))
  await letGo(desk.db, shift, desk.node)
  await keepAtProxy(moving)
  return seen
}

function mayGoBack({ desk, shift }: Moving): Promise<boolean> {
  return takeShift(desk.db, shift, ['back'], 'back', { node: desk.node, now: desk.clock.now(), leaseMs })
}

const answerWithinMs = 1_000

/** Undefined when the database does not answer in a second. */
async function ignoringLoss<T>(asked: Promise<T>): Promise<T | undefined> {
  const late = rest(answerWithinMs, undefined, { ref: false })
  return Promise.race([asked.catch(() => undefined), late])
}
