import { overWords } from '../roster/contact-name.ts'

/** One page of the delivery record, as the API says it. */
export interface PageSaid {
  id: string
  person: { id: string; name: string }
  channel: string
  /** Which of their contacts, where they have several of the channel. */
  contact?: string
  reason: string
  state: State
  owedAt: string
  dueAt?: string
  insteadOf?: string
  toldTogetherIn?: string
  moments: { is: State; at: string }[]
  attempts: { n: number; at: string; outcome: string; answer: string }[]
  unanswered?: number
}

export type State = 'owed' | 'handed over' | 'shown' | 'tapped' | 'failed'

/** Handed over is what a receiver took from us; whether anybody looked is known only once they did. */
export const stateWords: Record<State, string> = {
  owed: 'not out yet',
  'handed over': 'handed over',
  shown: 'shown',
  tapped: 'tapped',
  failed: 'not reached',
}

/** One line of a page's story. */
export interface Line {
  at: string
  says: string
  answer?: string
  isBad?: boolean
}

const momentWords: Record<State, (channel: string) => string> = {
  owed: () => 'Owed: committed, on its way',
  'handed over': channel => `Handed over to ${channel}`,
  shown: () => 'Shown: it stood on a screen',
  tapped: () => 'Tapped: a button of it was pressed',
  failed: channel => `${channel} refused it for good`,
}

const attemptWords: Record<string, string> = {
  'handed over': 'Handed over',
  retry: 'Not taken, tried again',
  failed: 'Refused for good',
  held: 'Held back, to be told with others',
}

/** What became of one page, in order: an attempt says with the receiver's words what its moment would say without. */
export function storyOf(page: PageSaid): Line[] {
  const { moments, attempts } = page
  const channel = overWords(page)
  const told = new Set<State>(attempts.length > 0 ? ['handed over', 'failed'] : [])
  const lines = [
    ...moments
      .filter(one => !told.has(one.is))
      .map(({ is, at }) => ({ at, says: momentWords[is](channel), isBad: is === 'failed' })),
    ...attempts.map(({ at, outcome, answer }) => ({
      at,
      says: `${attemptWords[outcome] ?? outcome}, by ${channel}`,
      answer: answer || 'it said nothing',
      isBad: outcome === 'retry' || outcome === 'failed',
    })),
  ]
  return lines.sort((a, b) => a.at.localeCompare(b.at))
}

/** `5 pages: 1 tapped, 1 shown, 2 handed over, 1 not reached`. */
export function countedWords(pages: readonly PageSaid[]): string {
  const order: State[] = ['tapped', 'shown', 'handed over', 'owed', 'failed']
  const counts = order.flatMap(state => {
    const n = pages.filter(page => page.state === state).length
    return n > 0 ? [`${n} ${stateWords[state]}`] : []
  })
  return `${pages.length} ${pages.length === 1 ? 'page' : 'pages'}: ${counts.join(', ')}`
}

/** Why it went out this way, where that is not the person's first one. */
export function whyThisWay(
  page: PageSaid,
  all: readonly PageSaid[],
  clock: (at: string) => string,
): string | undefined {
  const before = all.find(one => one.id === page.insteadOf)
  if (before) return `${overWords(before)} did not take it, so ${overWords(page)} was tried.`
  if (page.toldTogetherIn) return 'It was told in one message with others: so much burned at once.'
  return page.dueAt ? `It waited until ${clock(page.dueAt)}.` : undefined
}
