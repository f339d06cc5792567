/** How a rule of the house is held: off, a word of advice, a reason and a few seconds, or no (waivable by the lead with a reason). */
export type RuleSetting = 'off' | 'advise' | 'ask' | 'refuse'

/** From the loosest to the strictest. */
export const ruleSettings: readonly RuleSetting[] = ['off', 'advise', 'ask', 'refuse']

/** A rule's name is its refusal's code. */
export type RuleName = 'cause-without-evidence' | 'no-verified-backup' | 'open-objection' | 'fix-without-cause'

export const defaultRules: Record<string, RuleSetting> & Record<RuleName, RuleSetting> = {
  'cause-without-evidence': 'refuse',
  'no-verified-backup': 'refuse',
  'open-objection': 'ask',
  'fix-without-cause': 'advise',
}

export const ruleNames = Object.keys(defaultRules) as RuleName[]

export const isRule = (name: string): name is RuleName => Object.hasOwn(defaultRules, name)

/** A refusal may name a part of a rule: how it is held, and what was held back, are the rule's. */
export const ruleOfRefusal = (code: string): RuleName | undefined => {
  const rule = code === 'touches-unknown' ? 'no-verified-backup' : code
  return isRule(rule) ? rule : undefined
}

export const isWeaker = (setting: RuleSetting, than: RuleSetting): boolean =>
  ruleSettings.indexOf(setting) < ruleSettings.indexOf(than)

/** A rule as people read it: what it says, what is said where it holds somebody back, and what each setting means here. */
export interface RuleInWords {
  says: string
  saysNo: string
  means: Record<RuleSetting, string>
}

const asks =
  'Asks for a reason and five seconds; whoever leads or has the keyboard may give it. It stands on the timeline.'
const refuses = 'Says no, with the ways forward. The lead may go without it, with a reason that stands on the timeline.'

/** The rules in the words of the house. */
export const rulesInWords: Record<RuleName, RuleInWords> = {
  'cause-without-evidence': {
    says: 'A theory becomes confirmed only with evidence for it.',
    saysNo: 'Nothing supports this yet. You can still act.',
    means: {
      off: 'Any theory can be confirmed, and nothing is said.',
      advise: 'It can be confirmed; the timeline says that nothing supported it.',
      ask: asks,
      refuse: refuses,
    },
  },
  'no-verified-backup': {
    says: 'A complex change that is asked of Fireline needs a fresh, proven copy of what it touches.',
    saysNo: 'This touches orders. No restorable copy since 02:10.',
    means: {
      off: 'Complex changes go ahead, and nothing is said.',
      advise: 'They go ahead; the timeline says that there was no proven copy.',
      ask: asks,
      refuse: refuses,
    },
  },
  'open-objection': {
    says: 'An open objection to a change is answered before it is applied.',
    saysNo: 'Ben objects: it loses the carts.',
    means: {
      off: 'Objections are written down, and nothing waits for an answer.',
      advise: 'The change goes ahead; the timeline says that an objection was open.',
      ask: asks,
      refuse: refuses,
    },
  },
  'fix-without-cause': {
    says: 'A fix names a confirmed cause or a page that was followed. A mitigation never waits for a cause.',
    saysNo: 'This fix rests on no confirmed cause and on no page that was followed.',
    means: {
      off: 'Fixes go ahead, and nothing is said.',
      advise: 'They go ahead; the timeline says that no cause was known.',
      ask: asks,
      refuse: refuses,
    },
  },
}

/** Never off, never waived: it is no setting, it is how the terminal works. */
export const fixedRule = {
  says: 'Only the operator’s keys reach the terminal.',
  saysNo: 'Ben has the keyboard on db-1.',
  means: 'Always refused, and nobody may go without it: ask for the keyboard, or take it over.',
} as const

const went: Record<string, string> = {
  'no-verified-backup': 'without a proven copy',
  'touches-unknown': 'without saying what it touches',
  'open-objection': 'over an open objection',
  'cause-without-evidence': 'on a cause that nothing supports yet',
  'fix-without-cause': 'without a known cause',
}

/** How something went that did not follow a rule: "without a proven copy". */
export const wentHow = (rule: string): string => went[rule] ?? `without "${rule}"`
