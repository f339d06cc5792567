import { ask, type Rule } from './next.ts'
import { quoted } from './quoted.ts'

export const theBookKnows: Rule = is => {
  const page = is.suggestedPages[0]
  if (!page || is.followedPage || is.cause) return undefined
  return {
    step: 4,
    says: `The runbook knows something like this: “${quoted(page.title)}”.`,
    missing: [capital(page.why)],
    does: ask('Follow this page', 'follow-page', { page: page.page }),
    also: [addEvidence],
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const addEvidence = ask('Add evidence…', 'add-evidence', { source: null, kind: null, text: null })

export const findTheCause: Rule = is => {
  if (is.cause || is.followedPage) return undefined
  const living = is.hypotheses.filter(one => one.state === 'theory' || one.state === 'stated')
  const supported = living.find(one => one.evidenceFor.length > 0)
  const confirm = (id: string) => ask('Confirm the cause', 'confirm-cause', { hypothesis: id })
  if (supported)
    return {
      step: 3,
      says: `Is it that “${quoted(supported.statement)}”? Something supports it.`,
      missing: [],
      does: confirm(supported.id),
    }
  const theory = living[0]
  const body = { hypothesis: theory?.id, evidence: null, stance: null, why: null }
  if (theory)
    return {
      step: 3,
      says: `“${quoted(theory.statement)}” has nothing for it yet. Next: put what you see for or against it.`,
      missing: [],
      does: ask('Attach evidence…', 'attach-evidence', body),
      also: [addEvidence],
    }
  if (is.evidence.every(one => one.kind === 'alert'))
    return {
      step: 3,
      says: 'Breathe. Next: look before you guess, and keep what you see.',
      missing: [],
      does: addEvidence,
    }
  const does = ask('Say what it might be…', 'propose-hypothesis', { statement: null })
  return { step: 3, says: 'Next: say what it might be.', missing: [], does, also: [addEvidence] }
}

export const theCauseIsKnown: Rule = is => {
  if (is.changes.length > 0) return undefined
  const cause = is.hypotheses.find(one => one.id === is.cause)?.statement
  const says = cause
    ? `Cause found: ${quoted(cause)}. Next: say what you will change.`
    : 'Next: say what you will change.'
  const restsOn = cause ? { cause: is.cause } : { page: is.followedPage?.page }
  const body = {
    what: null,
    intent: 'fix',
    kind: null,
    touches: null,
    commands: null,
    restsOn,
    verify: null,
    undo: null,
  }
  return { step: 6, says, missing: [], does: ask('Propose a change…', 'propose-change', body) }
}
