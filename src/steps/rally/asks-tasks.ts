import { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'
import { text } from './asks-parts.ts'

const task = text(100)

/** Tasks: who does what until when. A task is named by id or short reference, `to` a person by id or name. */
export const taskAsks = {
  'give-task': {
    body: z.strictObject({
      what: text(500),
      to: text(200).optional(),
      minutes: z.number().int().min(1).max(1_440).optional(),
    }),
    action: 'respond',
    says: 'Say what somebody does meanwhile, and for how many minutes; without `to` whoever takes it.',
  },
  'take-task': {
    body: z.strictObject({ task, minutes: z.number().int().min(1).max(1_440).optional() }),
    action: 'respond',
    peopleOnly: true,
    says: 'Take a task, or give yourself more minutes for one you have.',
  },
  'done-with-task': {
    body: z.strictObject({ task, note: text(1_000).optional() }),
    action: 'respond',
    says: 'A task is done: say what came of it.',
  },
  'drop-task': {
    body: z.strictObject({ task, reason: text(1_000).optional() }),
    action: 'respond',
    says: 'Nobody does this task any more.',
  },
} satisfies AskSpecs
