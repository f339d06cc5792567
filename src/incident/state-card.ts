import { type Incident, presentResponders } from './incident.ts'
import { isUnfinished } from './next-step.ts'
import { awayTraffic, trafficNow } from './traffic-words.ts'

/** What the next one needs who takes it over: what it is, what was found, what was done, what is open, who is here. A draft, for a person to change. */
export function stateCard(is: Incident, now: string, nameOf: (person: string) => string): string {
  const rows: [string, readonly string[]][] = [
    ['What', [what(is, now)]],
    ['Found', found(is)],
    ['Done', done(is)],
    ['Open', open(is, now)],
    ['Here', [here(is, nameOf)]],
  ]
  return rows
    .filter(([, lines]) => lines.length > 0)
    .map(([name, lines]) => `${name}: ${lines.join('\n  ')}`)
    .join('\n')
}

function what({ number, severity, service, title, status, startedAt, openedAt }: Incident, now: string): string {
  const since = startedAt || openedAt
  const minutes = Math.max(0, Math.round((Date.parse(now) - Date.parse(since)) / 60_000))
  return `INC-${number} ${severity} ${service}, ${cut(title)}, since ${clock(since)} (${minutes} min), ${status}.`
}

const mostTheories = 4

function found(is: Incident): string[] {
  const cause = is.hypotheses.find(one => one.id === is.cause)
  const living = is.hypotheses.filter(one => one.state === 'theory' || one.state === 'stated')
  const out = is.hypotheses.filter(one => one.state === 'ruled out')
  const refs = (pieces: { evidence: string }[]) =>
    pieces.map(piece => is.evidence.find(one => one.id === piece.evidence)?.ref ?? '?').join(', ')
  const lines = [
    ...(cause ? [`the cause is “${cut(cause.statement)}” (${refs(cause.evidenceFor)}).`] : []),
    ...living.slice(-mostTheories).map(({ statement, evidenceFor, evidenceAgainst }) => {
      const forIt = evidenceFor.length > 0 ? `for it ${refs(evidenceFor)}` : 'nothing for it yet'
      const against = evidenceAgainst.length > 0 ? `, against it ${refs(evidenceAgainst)}` : ''
      return `maybe “${cut(statement)}” (${forIt}${against}).`
    }),
    ...out.slice(-mostTheories).map(one => `not “${cut(one.statement)}”: ${cut(one.ruledOutBecause ?? 'ruled out')}.`),
  ]
  return lines.length > 0 ? lines : ['no cause yet.']
}

function done(is: Incident): string[] {
  const changes = is.changes
    .filter(one => one.state !== 'proposed')
    .map(one => `${one.ref} ${cut(one.what)}: ${one.state}.`)
  const told = is.updates.findLast(one => one.audience === 'stakeholders')
  const page = is.followedPage && `the page “${is.followedPage.title}” is followed.`
  return [
    ...(page ? [page] : []),
    ...(changes.length > 0 ? changes.slice(-5) : ['nothing changed yet.']),
    ...(told ? [`last word to everyone ${clock(told.at)}: ${cut(told.text)}`] : []),
  ]
}

function open(is: Incident, now: string): string[] {
  const { nextUpdateDueAt: due } = is
  const away = awayTraffic(is)
  const lines = [
    ...(away ? [`${away.ref} traffic: ${trafficNow(is, clock)}.`] : []),
    ...is.objections.filter(one => one.state === 'open').map(one => `${one.by} objects: ${cut(one.reason)}`),
    ...is.changes.filter(isUnfinished).map(one => `${one.ref} ${cut(one.what)} is ${one.state}.`),
    ...is.backups.filter(one => one.state === 'running').map(one => `a backup by ${one.driver} is being taken.`),
    ...is.suggestions.filter(one => one.state === 'open').map(one => `${one.by} suggests: ${cut(one.text)}`),
    ...(due ? [`the next update ${due <= now ? 'was' : 'is'} due ${clock(due)}.`] : []),
  ]
  return lines
}

function here(is: Incident, nameOf: (person: string) => string): string {
  const seats = (person: string) => [
    ...(person === is.lead ? ['leads'] : []),
    ...(person === is.operator ? ['has the keyboard'] : []),
  ]
  const people = presentResponders(is).map(({ person }) => {
    const holds = seats(person).join(', ')
    return holds ? `${nameOf(person)} (${holds})` : nameOf(person)
  })
  return people.length > 0 ? `${people.join(', ')}.` : 'nobody.'
}

const most = 160
const cut = (text: string): string => (text.length > most ? `${text.slice(0, most)} …` : text)
const clock = (at: string): string => `${at.slice(11, 16)} UTC`
