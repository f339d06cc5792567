import { type Decide, happened } from '../../incident/decision.ts'
import { judgementOf } from '../../incident/judgement.ts'
import type { NotifyBody } from './asks.ts'

/** "Was this page useful?" One tap of whoever was paged, changed by another one; who was not paged has nothing to say. */
export const judgePage: Decide<NotifyBody<'judge-page'>> = (was, ask) => {
  const person = ask.by.id
  const { useful } = ask.body
  const call = was.calls.findLast(one => one.person === person)?.id
  if (!call || judgementOf(was, person)?.useful === useful) return []
  return [happened('PageJudged', { person, call, useful, ...(was.signature && { signature: was.signature }) })]
}
