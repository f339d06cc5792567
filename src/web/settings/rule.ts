import type { RuleSetting } from '../../incident/rules.ts'

/** A rule of the house as the API answers it: how it is held, by whom, and in what words. */
export interface Rule {
  rule: string
  setting: RuleSetting
  default: RuleSetting
  says: string
  saysNo: string
  means: Record<RuleSetting, string>
  set: { setBy: string; setAt: string; reason: string | null } | null
}

/** Something that a rule held back, or would have. */
export interface Stopped {
  how: 'refused' | 'waived' | 'advised' | 'passed'
  incident: string
  number: number
  title: string
  seq: number
  at: string
  by: string
  what: string
  reason?: string
}
