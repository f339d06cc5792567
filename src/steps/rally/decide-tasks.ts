import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { taskAsks } from './asks-tasks.ts'
import { doneWithTask, dropTask, giveTask, takeTask } from './tasks.ts'

export const taskDecisions: Decisions<typeof taskAsks> = {
  'give-task': giveTask,
  'take-task': takeTask,
  'done-with-task': doneWithTask,
  'drop-task': dropTask,
}

export const taskReactions: Reactions = {}
