import type { EventData, EventType } from './events.ts'
import {
  decision,
  doer,
  machine,
  need,
  people,
  ref,
  refOf,
  type SentenceBy,
  said,
  type Telling,
  time,
} from './sentence.ts'

/** Suggestions on their way to a prompt, and tasks. */
export const taskSentences = {
  SuggestionSupported: (entry, { is }) =>
    people('check', doer(entry), ' supports ', refOf(is.suggestions, entry.data.suggestion), ...why(entry.data)),
  SuggestionOpen: ({ data }, { is }) => {
    const isOpen = is.suggestions.some(one => one.id === data.suggestion && one.openUntil === data.until)
    const what = refOf(is.suggestions, data.suggestion)
    return (isOpen ? need : machine)('ask', 'Anyone against ', what, '? It goes ahead at ', time(data.until))
  },
  SuggestionHeld: (entry, { is }) =>
    decision('stop', doer(entry), ' holds ', refOf(is.suggestions, entry.data.suggestion), ...why(entry.data)),
  PutAtPrompt: ({ data }, { is }) => machine('term', refOf(is.suggestions, data.suggestion), stands[data.outcome]),
  TaskGiven: (entry, { nameOf }) => {
    const { ref: name, what, to, until } = entry.data
    const box = until ? [', until ', time(until)] : []
    const takes = to === entry.by.id
    const whose = takes || !to ? '' : ` to ${nameOf(to)}`
    return people('flag', doer(entry), takes ? ' takes ' : ' gives ', ref(name), whose, ...box, `: ${what}`)
  },
  TaskDone: (entry, { is }) =>
    decision('done', doer(entry), ' did ', taskOf(is, entry.data), ...said(': ', entry.data.note)),
  TaskDropped: (entry, { is }) => people('x', doer(entry), ' dropped ', taskOf(is, entry.data), ...why(entry.data)),
} satisfies Partial<SentenceBy<EventType>>

const stands: Record<EventData['PutAtPrompt']['outcome'], string> = {
  asked: ' goes to the prompt',
  put: ' stands at the prompt',
  'not-free': ' is not at the prompt, which was not free',
  'no-answer': ' is not at the prompt, which did not answer',
}

const taskOf = (is: Telling['is'], { task }: { task: string }) => refOf(is.tasks ?? [], task)

const why = ({ reason }: { reason?: string }) => said(': ', reason)
