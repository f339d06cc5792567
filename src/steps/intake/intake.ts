import type { Decisions } from '../../incident/asks.ts'
import { type Decide, happened, knowing } from '../../incident/decision.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { z } from 'zod'
import type { intakeAsks } from './asks.ts'

type Declare = z.infer<(typeof intakeAsks)['declare']['body']>

/** A person reports. Whoever declares still may acknowledge. */
const declare: Decide<Declare, 'service'> = knowing(['service'], (was, ask, { service }) => {
  if (was.seq > 0) return []
  const { title, severity, number } = ask.body
  const opened = { number, title, severity, service: service.slug, team: service.team, startedAt: ask.at }
  return [happened('IncidentOpened', { ...opened, openedBy: 'person', unrouted: service.slug !== ask.body.service })]
})

export const intakeDecisions: Decisions<typeof intakeAsks> = { declare }

export const intakeReactions: Reactions = {}
