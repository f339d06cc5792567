/** How a rule of the house is held: off, a word of advice, a reason and a few seconds, or no (waivable by the lead with a reason). */
export type RuleSetting = 'off' | 'advise' | 'ask' | 'refuse'

/** A rule's name is its refusal's code. */
export const defaultRules: Record<string, RuleSetting> = {
  'cause-without-evidence': 'refuse',
  'no-verified-backup': 'refuse',
  'open-objection': 'ask',
  'fix-without-cause': 'advise',
}
