import type { Call, Incident } from './incident.ts'

/** What somebody thinks of a page afterwards. */
export type Useful = 'yes' | 'noise' | 'lower'

export const usefulWords: Record<Useful, string> = {
  yes: 'Yes',
  noise: 'No, it was noise',
  lower: 'It should have been lower',
}

export const usefuls = Object.keys(usefulWords) as Useful[]

/** What one person says of their page; the last word counts. */
export interface Judgement {
  person: string
  call: string
  useful: Useful
}

/** The page that this person would be asked about: over, and they were paged for it. */
export function pageToJudge(is: Incident, person: string | undefined): Call | undefined {
  return is.status === 'resolved' ? is.calls.findLast(call => call.person === person) : undefined
}

export const judgementOf = (is: Incident, person: string | undefined): Judgement | undefined =>
  is.judgements?.find(one => one.person === person)
