import { type Refusal, refuse } from '../../incident/decision.ts'
import { type Change, type Incident, named, type Waiver } from '../../incident/incident.ts'
import type { Known } from '../../incident/known.ts'
import { defaultRules, type RuleName, type RuleSetting } from '../../incident/rules.ts'
import { canBeCopied } from '../../incident/touches.ts'
import { copyFor } from './copies.ts'
import { next } from './next.ts'
import { offers } from './offers.ts'
import { label, say } from './say.ts'
import type { NoCopy } from './say-copies.ts'

export type GateKnows = Pick<Known, 'rules' | 'artefacts' | 'distances' | 'proofs'>
/** What would hurt now stands last among the ways. It decides nothing, so nobody is asked for it right before a run. */
type Strained = Partial<Pick<Known, 'strain'>>

/** What the gate asks to know. */
export const gateKnows = ['rules', 'artefacts', 'distances', 'proofs'] as const

/** The copy or the waiver that a change goes ahead with; neither, when it needs none. */
export interface Passed {
  backup?: string
  waived?: string
  /** Rules that only advise and that it does not follow. */
  advice?: string[]
}

/** What one rule finds: in the way, with the names of waivers that answer it; or nothing, perhaps with the copy it rests on. */
type Found = { rule: RuleName; waivableAs: readonly string[]; refusal: Refusal } | { backup?: string }
type Check = (was: Incident, change: Change, at: string, known: Omit<GateKnows, 'rules'> & Strained) => Found

const nothing: Found = {}

/**
 * The gate. A complex change needs a proven copy of what it touches, whatever its intent: a mitigation that waits for nothing
 * is a simple one. Each rule is held as the team set it; a waiver answers one rule for one change, once.
 */
export function gate(
  was: Incident,
  change: Change,
  at: string,
  known: GateKnows & Strained,
  isUnderWay = false,
): Passed | Refusal {
  const passed: Passed = {}
  for (const check of checks) {
    const found = check(was, change, at, known)
    if (!('rule' in found)) {
      if (found.backup) passed.backup = found.backup
      continue
    }
    const setting = settingOf(found.rule, known)
    if (setting === 'off') continue
    if (setting === 'advise') {
      passed.advice = [...(passed.advice ?? []), found.rule]
      continue
    }
    const waiver = waiverFor(was, change, found.waivableAs, isUnderWay)
    if (!waiver) return found.refusal
    if (waiver.effectiveAt > at) return notYet(change, found.refusal, waiver, at)
    passed.waived = waiver.id
  }
  return passed
}

/** An open objection makes a change complex: answer it, or overrule it and say why. Overruled, it is as complex as it was. */
const objections: Check = (was, change) => {
  const open = was.objections.find(one => one.state === 'open' && isAbout(one.to, change))
  if (!open) return nothing
  const ways = [next.answer(open.id), next.goWithout(change, 'open-objection')]
  return {
    rule: 'open-objection',
    waivableAs: ['open-objection'],
    refusal: refuse('open-objection', say.objects(open.by, open.reason), ways),
  }
}

const restsOnACause: Check = (was, change) => {
  if (change.intent === 'mitigation' || hasCause(was, change)) return nothing
  const theories = was.hypotheses.filter(one => one.state === 'theory' || one.state === 'stated')
  const ways = [...theories.map(one => next.confirmCause(one.id)), next.goWithout(change, 'fix-without-cause')]
  return {
    rule: 'fix-without-cause',
    waivableAs: ['fix-without-cause'],
    refusal: refuse('fix-without-cause', say.fixWithoutCause, ways),
  }
}

const copies: Check = (was, change, at, known) => {
  if (change.kind === 'simple') return nothing
  const rule: RuleName = 'no-verified-backup'
  if (change.touches.length === 0) {
    const ways = [next.propose(change, label.nameTouches, { touches: null }), next.goWithout(change, 'touches-unknown')]
    const refusal = refuse('touches-unknown', say.touchesUnknown, ways)
    return { rule, waivableAs: ['touches-unknown', rule], refusal }
  }
  const found = change.touches.map(touch => copyFor(was, change, touch, at, known))
  const lacking = found.filter((one): one is NoCopy => 'why' in one)
  if (lacking.length === 0) return { backup: newest(found) }
  const canCopy = lacking.some(lack => lack.why !== 'running' && canBeCopied(lack.touch))
  const enough = canCopy ? offers(was, change, at, known).filter(one => one.enough) : []
  const ways = [...enough.map(one => one.next), next.goWithout(change, rule)]
  return {
    rule,
    waivableAs: [rule],
    refusal: refuse('no-verified-backup', say.noRestorableCopy(change.touches, lacking), ways),
  }
}

export const checks: readonly Check[] = [objections, restsOnACause, copies]

export function hasCause(was: Incident, change: Pick<Change, 'restsOn'>): boolean {
  const { cause, page } = change.restsOn ?? {}
  if (cause) return named(was.hypotheses, cause)?.state === 'confirmed'
  if (page) return was.followedPage?.page === page
  return was.cause !== undefined || was.followedPage !== undefined
}

export const settingOf = (rule: string, known: Pick<Known, 'rules'>): RuleSetting =>
  known.rules[rule] ?? defaultRules[rule] ?? 'refuse'

export function isAdvice(rule: string, known: Pick<Known, 'rules'>): boolean {
  const setting = settingOf(rule, known)
  return setting === 'off' || setting === 'advise'
}

/** The earliest of this change's waivers that answers it; one that is spent counts only for the run it was spent on. */
export function waiverFor(
  was: Incident,
  change: Change,
  rules: readonly string[],
  isUnderWay: boolean,
): Waiver | undefined {
  return was.waivers.find(
    waiver => rules.includes(waiver.rule) && waiver.change === change.id && (isUnderWay || !waiver.isUsed),
  )
}

function notYet(change: Change, refusal: Refusal, waiver: Waiver, at: string): Refusal {
  const seconds = Math.ceil((Date.parse(waiver.effectiveAt) - Date.parse(at)) / 1_000)
  return {
    ...refusal,
    message: say.waiverTakesEffectIn(seconds),
    next: [next.apply(change, label.applyAgain, waiver.effectiveAt)],
  }
}

function isAbout(to: string, change: Change): boolean {
  return to === change.id || to.toLowerCase() === change.ref.toLowerCase()
}

function newest(found: readonly object[]): string | undefined {
  const taken = found.filter((one): one is { id: string; takenAt: string } => 'id' in one && 'takenAt' in one)
  return taken.sort((a, b) => (a.takenAt < b.takenAt ? 1 : -1))[0]?.id
}
