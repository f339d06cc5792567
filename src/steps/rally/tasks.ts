import type { z } from 'zod'
import { type Ask, type Decide, type Decision, happened, knowing, type Next, refuse } from '../../incident/decision.ts'
import { type Incident, named, type Task } from '../../incident/incident.ts'
import { later } from '../../incident/obligation.ts'
import { nextRef } from '../../incident/ref.ts'
import type { rallyAsks } from './asks.ts'
import { sitter, whoIsWho } from './room.ts'
import { label, say } from './say.ts'

type Body<N extends keyof typeof rallyAsks> = z.infer<(typeof rallyAsks)[N]['body']>

/** To somebody who may do more than watch, or to whoever takes it. Its time box begins now. */
export const giveTask: Decide<Body<'give-task'>, 'people' | 'seen'> = knowing(whoIsWho, (was, ask, known) => {
  const { what, to, minutes } = ask.body
  const again = [{ label: label.giveTaskToSomebodyElse, command: 'give-task', body: { ...ask.body, to: null } }]
  const who = to === undefined ? undefined : sitter(known, to, again)
  if (who && 'code' in who) return who
  const given = { task: ask.id, ref: nextRef('T', was.tasks ?? []), what, ...(who && { to: who.id }) }
  return [happened('TaskGiven', { ...given, ...box(ask, minutes) })]
})

/** Also from somebody else, who may have gone; whose it was stands on the timeline. */
export const takeTask: Decide<Body<'take-task'>> = (was, ask) => {
  const task = named(was.tasks ?? [], ask.body.task)
  if (!task) return noTask(was, ask, 'take-task')
  if (task.state !== 'open') return over(task)
  const { minutes } = ask.body
  if (task.to === ask.by.id && minutes === undefined) return []
  const until = minutes === undefined && task.until ? { until: task.until } : box(ask, minutes)
  return [happened('TaskGiven', { task: task.id, ref: task.ref, what: task.what, to: ask.by.id, ...until })]
}

export const doneWithTask: Decide<Body<'done-with-task'>> = (was, ask) => {
  const task = named(was.tasks ?? [], ask.body.task)
  if (!task) return noTask(was, ask, 'done-with-task')
  if (task.state === 'done') return []
  if (task.state === 'dropped') return over(task)
  const { note } = ask.body
  return [happened('TaskDone', { task: task.id, ...(note && { note }) })]
}

export const dropTask: Decide<Body<'drop-task'>> = (was, ask) => {
  const task = named(was.tasks ?? [], ask.body.task)
  if (!task) return noTask(was, ask, 'drop-task')
  if (task.state === 'dropped') return []
  if (task.state === 'done') return over(task)
  const { reason } = ask.body
  return [happened('TaskDropped', { task: task.id, ...(reason && { reason }) })]
}

const box = ({ at }: Ask<unknown>, minutes: number | undefined): { until?: string } =>
  minutes === undefined ? {} : { until: later(at, minutes * 60_000) }

const giveOne: Next = { label: label.giveTask, command: 'give-task', body: { what: null } }
const mostNamed = 3

function noTask(was: Incident, ask: Ask<{ task: string }>, command: string): Decision {
  const open = (was.tasks ?? []).filter(one => one.state === 'open').slice(-mostNamed)
  const ways = open.map(one => ({
    label: label.named(one.ref, one.what),
    command,
    body: { ...ask.body, task: one.id },
  }))
  return refuse('unknown-task', say.unknownThing('task', ask.body.task), ways.length > 0 ? ways : [giveOne])
}

/** The same once more is a task of its own. */
function over({ ref, what, state }: Task): Decision {
  return refuse('task-over', say.decided(ref, state), [{ ...giveOne, body: { what } }])
}
