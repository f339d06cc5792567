import { isMatcher, type Matches, matching, readMatcher, wrongWith } from '../../alert/matcher.ts'
import { reading, unreadable } from '../../alert/reading.ts'
import type { Problem } from '../../alert/report.ts'

/** What `GET alerts` and `GET alerts/groups` of Alertmanager's API v2 may ask for. */
export interface AlertQuery {
  active: boolean
  silenced: boolean
  inhibited: boolean
  matches: Matches
  isReceiver(name: string): boolean
}

/** A text that Go's clients mean as true. Anything else is false, as there. */
const yes = new Set(['true', '1', 'yes', 'ok', 'y', 'on', 'selected', 'checked', 't', 'enabled'])

const mostFilters = 100

/** `unprocessed` is understood and changes nothing: no alert of ours waits to be looked at. */
export const readAlertQuery = (asked: URLSearchParams): AlertQuery | Problem =>
  reading(() => ({
    active: flag(asked, 'active'),
    silenced: flag(asked, 'silenced'),
    inhibited: flag(asked, 'inhibited'),
    matches: filtersOf(asked),
    isReceiver: receiverOf(asked),
  }))

/** All of the repeated `filter`s together. */
export function filtersOf(asked: URLSearchParams): Matches {
  const filters = asked.getAll('filter')
  if (filters.length > mostFilters) unreadable(['filter'], `At most ${mostFilters} filters.`)
  return matching(
    filters.map(text => {
      const read = readMatcher(text)
      return isMatcher(read) ? read : unreadable(['filter'], read.message)
    }),
  )
}

function flag(asked: URLSearchParams, name: string): boolean {
  const text = asked.getAll(name).at(-1) ?? ''
  return text === '' || yes.has(text.toLowerCase())
}

/** A regular expression that must fit the whole name. */
function receiverOf(asked: URLSearchParams): (name: string) => boolean {
  const value = asked.getAll('receiver').at(-1) ?? ''
  if (value === '') return () => true
  const matcher = { name: 'receiver', op: '=~' as const, value }
  const wrong = wrongWith(matcher)
  if (wrong) unreadable(['receiver'], wrong.message)
  const fits = matching([matcher])
  return receiver => fits({ receiver })
}
