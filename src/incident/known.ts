import type { Service } from '../catalog/service.ts'
import type { Person } from '../roster/person.ts'
import type { OnCallPolicy } from '../roster/policy.ts'
import type { OfferedPage } from './events.ts'
import type { RuleSetting } from './rules.ts'

/** What decisions may ask to know beyond their own timeline. The engine loads a field only for those who name it. */
export interface Known {
  /** Everyone who can be named, by id. */
  people: Map<string, Person>
  service: Service
  /** The service's escalation policy with each step's people as of the ask. */
  policy: OnCallPolicy
  /** Who may be reached, and how: person id -> channels, best first. */
  channels: Map<string, string[]>
  /** Who is on call now: schedule -> person; nobody at a gap. */
  onCall: Map<string, Person | undefined>
  rules: Record<string, RuleSetting>
  /** What changed lately on the service and what it depends on, newest first. */
  recentChanges: RecentChange[]
  /** What the runbook offers for this incident. */
  pages: OfferedPage[]
}

export interface RecentChange {
  id: string
  service: string
  summary: string
  author?: string
  /** The author, when they are one of ours. */
  person?: string
  at: string
  link?: string
}
