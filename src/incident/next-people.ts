import { atPromptNow } from './at-prompt-now.ts'
import { ask, nameOf, type Rule } from './next.ts'
import { quoted } from './quoted.ts'
import { wasItYouSays, wasItYouWays } from './was-it-you.ts'

export const nobodyHasIt: Rule = (is, me) => {
  if (is.acknowledgedBy) return undefined
  const missing = is.nobodyToCall ? [is.nobodyToCall] : []
  const asked = is.held ? 'Nobody is called while the silence lasts.' : 'Who is on call is asked.'
  if (me.role === 'viewer') return { step: 2, says: `Nobody has it yet. ${asked}`, missing }
  return {
    step: 2,
    says: is.held ? `Nobody has it. ${asked}` : 'Next: somebody has to have it.',
    missing,
    does: ask('Acknowledge: I have it', 'acknowledge'),
    also: [ask('I cannot…', 'i-cannot', { note: null })],
  }
}

export const itMayBeMine: Rule = (is, me) => {
  const asked = is.wasItYou.find(one => one.person === me.id && !one.answer)
  if (!asked || me.role === 'viewer') return undefined
  const { does, also } = wasItYouWays(asked)
  return { step: 2, says: `Was it you? ${wasItYouSays(asked)}`, missing: [], does, also: [also] }
}

export const iOnlyWatch: Rule = (is, me) => {
  const here = is.people.find(one => one.person === me.id && !one.leftAt)
  if (here?.as === 'responder') return undefined
  const lead = is.lead ? `${nameOf(is, is.lead)} leads.` : 'Nobody leads.'
  if (here || me.role === 'viewer') {
    const does = here
      ? ask('Suggest something…', 'suggest', { text: null, why: null })
      : ask('Watch', 'join', { as: 'observer' })
    return { step: 5, says: `${lead} You watch: say what you see.`, missing: [], does }
  }
  return {
    step: 5,
    says: `${lead} Come in to help, or watch.`,
    missing: [],
    does: ask('Come in', 'join'),
    also: [ask('Only watch', 'join', { as: 'observer' })],
  }
}

/** Also to who is not in the room yet: the offer is why they were called. */
export const theLeadIsOffered: Rule = (is, me) =>
  is.leadOfferedTo === me.id
    ? {
        step: 5,
        says: `${nameOf(is, is.lead ?? '')} offers you the lead.`,
        missing: [],
        does: ask('Take the lead', 'accept-lead'),
        also: [ask('Not me', 'decline-lead')],
      }
    : undefined

export const theLeadIsFree: Rule = is => {
  if (is.lead) return undefined
  return { step: 5, says: 'Nobody leads. One person has to.', missing: [], does: ask('Take the lead', 'take-lead') }
}

export const somebodyAsks: Rule = (is, me) => {
  const asker = is.keyboardAskedBy.find(person => person !== me.id)
  if (asker && is.operator === me.id)
    return {
      step: 5,
      says: `${nameOf(is, asker)} asks for the keyboard.`,
      missing: [],
      does: ask(`Give it to ${nameOf(is, asker)}`, 'give-keyboard', { to: asker }),
    }
  const open = is.objections.filter(one => one.state === 'open')
  const [first] = open
  if (!first || (is.lead !== me.id && is.operator !== me.id)) return undefined
  return {
    step: 6,
    says: `Next: answer ${first.by}'s objection. “${first.reason}”`,
    missing: open.length > 1 ? [`${open.length} objections are open`] : [],
    does: ask('Answer objection…', 'answer-objection', { objection: first.id, answer: null }),
  }
}

/** A time box that is over is said to its owner alone. */
export const yourTaskIsOver: Rule = (is, me, now) => {
  const mine = is.tasks?.find(one => one.state === 'open' && one.to === me.id && one.until && one.until <= now)
  if (!mine) return undefined
  const on = { task: mine.id }
  return {
    step: 5,
    says: `The time of ${mine.ref} is over: “${quoted(mine.what)}”. What came of it?`,
    missing: [],
    does: ask('Done…', 'done-with-task', { ...on, note: null }),
    also: [
      ask('10 minutes more', 'take-task', { ...on, minutes: 10 }),
      ask('Drop it…', 'drop-task', { ...on, reason: null }),
    ],
  }
}

/** Who watches may be the one who sees what is wrong with it. */
export const anyoneAgainst: Rule = (is, me, now) => {
  const open = is.suggestions.find(one => one.openUntil !== undefined && one.openUntil > now)
  if (!open || !is.people.some(one => one.person === me.id && !one.leftAt)) return undefined
  const on = { suggestion: open.id }
  const object = ask('Object…', 'object', { to: open.id, reason: null })
  const says = `Anyone against ${open.ref}? “${quoted(open.text)}”`
  if (is.lead !== me.id) return { step: 6, says, missing: [], does: object }
  const hold = ask('Hold…', 'hold-suggestion', { ...on, reason: null })
  return { step: 6, says, missing: [], does: ask('Go now', 'go-now', on), also: [hold] }
}

export const itStandsAtYourPrompt: Rule = (is, me) => {
  for (const one of is.suggestions) {
    const now = atPromptNow(is, one)
    if (now?.is === 'stands' && now.person === me.id)
      return { step: 6, says: `${one.ref} stands at your prompt on ${now.host}. Read it; Enter runs it.`, missing: [] }
  }
  return undefined
}

export const anUpdateIsDue: Rule = (is, _me, now) => {
  if (!is.nextUpdateDueAt || is.nextUpdateDueAt > now) return undefined
  const body = { text: null, audience: 'stakeholders', nextUpdateDueAt: null }
  const does = ask('Post the update…', 'post-update', body)
  return { step: 2, says: 'Next: the update you promised is due.', missing: [], does }
}
