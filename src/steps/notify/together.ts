import type { Call, Incident } from '../../incident/incident.ts'
import { severities } from '../../incident/severity.ts'
import type { CallMessage } from './channel.ts'
import { clock, cutTo, headline, isOnlyTold } from './say.ts'
import { mostPages, withinMs } from './storm.ts'

/** One incident of a message that tells several, with the link to its page. */
export interface Burning {
  is: Incident
  link: string
}

const mostNamed = 10

/** The worst first; of equals, what burns longest. */
export const worstFirst = (one: Incident, other: Incident): number =>
  severities.indexOf(one.severity) - severities.indexOf(other.severity) || (since(one) < since(other) ? -1 : 1)

/** `SEV2 checkout · 42 % errors since 02:58 UTC · and 7 more incidents since 02:58 UTC`, and each with its link. */
export function toldTogether(
  [worst, ...others]: [Burning, ...Burning[]],
  over: readonly Incident[],
  { url, zone }: { url: string; zone: string },
): Pick<CallMessage, 'headline' | 'lines' | 'ways'> {
  const left = others.length - mostNamed
  return {
    headline: [headline(worst.is, [], zone), ...andMore(others, zone)].join(' · '),
    lines: [
      `INC-${worst.is.number} ${worst.is.title}`,
      `You had ${mostPages} pages in ${withinMs / 60_000} minutes. What else burns is told together, so that you can read it.`,
      ...(over.length > 0 ? [`Came and went meanwhile, silenced, or somebody has it: ${listed(over)}.`] : []),
    ],
    ways: [
      ...others.slice(0, mostNamed).map(one => way(one, zone)),
      ...(left > 0 ? [`and ${left} more: ${url}/incidents`] : []),
    ],
  }
}

function andMore(others: readonly Burning[], zone: string): string[] {
  const first = others.map(({ is }) => since(is)).sort()[0]
  if (!first) return []
  return [`and ${others.length} more ${others.length === 1 ? 'incident' : 'incidents'} since ${clock(first, zone)}`]
}

const way = ({ is, link }: Burning, zone: string): string =>
  `${is.severity.toUpperCase()} INC-${is.number} ${cutTo(is.service, 40)}: ${cutTo(is.title, 60)} since ${clock(since(is), zone)} ${link}`

const listed = (all: readonly Incident[]): string =>
  [
    ...all.slice(0, mostNamed).map(is => `INC-${is.number}`),
    ...(all.length > mostNamed ? [`${all.length - mostNamed} more`] : []),
  ].join(', ')

const since = (is: Incident): string => is.startedAt || is.openedAt

/** Nobody needs to hear of it any more: it is over, or somebody took it after this call was owed. */
export function isPast(is: Incident, call: Call): boolean {
  if (isOnlyTold(is, call.reason)) return false
  if (is.held && !call.askedFor) return true
  return is.status === 'resolved' || (is.acknowledgedBy !== undefined && (is.acknowledgedAt ?? '') >= call.at)
}

export const togetherSays = {
  held: (at: string) =>
    `${mostPages} pages in ${withinMs / 60_000} minutes: it is told in one message with the others, at ${at.slice(11, 16)} UTC at the latest.`,
  past: 'No longer needed: over, silenced, or somebody has it.',
  toldBefore: 'Nothing is left to tell: an earlier message told it.',
}
