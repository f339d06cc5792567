import type { Evidence, Incident } from '../../incident/incident.ts'
import { minutesOf } from '../../incident/minutes.ts'
import { shareWords } from '../../incident/traffic-words.ts'
import { seenHeading, seenText } from '../../runbook/page.ts'
import { slug } from '../../runbook/page-path.ts'
import { type WhatWasDone, whatWasDone } from './what-was-done.ts'
import { block, bullets, code, line, withoutSecrets } from './words.ts'

/** Where a host or a pod is named: the next fire of this kind burns somewhere else. */
const where =
  /^(alertname|instance|host|hostname|node|pod|pod_name|container|container_id|ip|address|endpoint|uid|replica)$/i

export const pathFor = (is: Incident): string => `${slug(is.service)}/${slug(nameOf(is))}.md`

const nameOf = (is: Incident): string => is.alerts[0]?.labels['alertname'] ?? is.alerts[0]?.title ?? is.title

/** The page of a trouble that no page knew, from what was done. Sections that have nothing to say are left out. */
export function newPage(is: Incident, at: string): string {
  const done = whatWasDone(is)
  const sections: [string, string][] = [
    ['Symptoms', symptoms(is)],
    ['Cause', causeText(is, done)],
    ['What worked', workedText(done)],
    ['Traffic', trafficText(is)],
    ['Backup', backupText(is)],
    ['Changed without a copy', withoutCopyText(is)],
    ['Check', bullets(done.changes.flatMap(({ verify }) => (verify ? [code(verify)] : [])))],
    ['Way back', bullets(done.changes.flatMap(({ undo }) => (undo ? [code(undo)] : [])))],
    ['Dead ends', bullets(done.deadEnds.map(line))],
    ['Times', times(is)],
    [seenHeading, seenLineOf(is, at)],
  ]
  const text = sections.filter(([, body]) => body !== '').map(([name, body]) => `## ${name}\n\n${body}\n`)
  return withoutSecrets([front(is), `# ${line(is.alerts[0]?.title ?? is.title)}\n`, ...text].join('\n').trimStart())
}

function front(is: Incident): string {
  const signature = is.alerts[0]?.signature ?? is.signature
  const name = is.alerts[0]?.labels['alertname']
  const keys = [
    ...(signature ? [`fl-signature: ${JSON.stringify([signature])}`] : []),
    ...(name ? [`fl-alerts: ${JSON.stringify([name])}`] : []),
    ...(is.service === 'default' ? [] : [`fl-service: ${JSON.stringify(is.service)}`]),
  ]
  return keys.length > 0 ? `---\n${keys.join('\n')}\n---\n` : ''
}

function symptoms(is: Incident): string {
  const alerts = is.alerts.slice(0, 5).map(alert => {
    const labels = Object.entries(alert.labels).filter(([name]) => !where.test(name))
    const said = labels.map(([name, value]) => code(`${name}="${value}"`)).join(' ')
    return [line(alert.title), alert.annotations['summary'] ?? alert.annotations['description'], said]
      .map((part, i) => (i === 1 && part ? line(part) : part))
      .filter(part => part)
      .join(' · ')
  })
  return bullets(alerts.length > 0 ? alerts : [line(is.title)])
}

function causeText(is: Incident, { cause }: WhatWasDone): string {
  if (!cause) return is.resolution ? line(is.resolution) : 'Not found out.'
  const words =
    cause.state === 'confirmed' ? line(cause.statement) : `${line(cause.statement)} (${cause.state}, not confirmed)`
  const found = cause.evidenceFor.flatMap(({ evidence, why }) => {
    const one = is.evidence.find(other => other.id === evidence)
    return one ? [`${evidenceText(one)}${why ? `: ${line(why)}` : ''}`] : []
  })
  return found.length > 0 ? `${words}\n\n${bullets(found)}` : words
}

function evidenceText({ ref, source, command, exitCode, excerpt, at }: Evidence): string {
  const how = command ? `${code(command)}${exitCode === undefined ? '' : `, exit ${exitCode}`}` : line(source)
  const said = excerpt.split('\n').find(one => one.trim() !== '')
  return `${ref} ${how}, ${at.slice(11, 16)} UTC${said ? `: ${code(said.slice(0, 300))}` : ''}`
}

export function workedText({ worked, changes }: WhatWasDone): string {
  const whats = bullets(changes.map(({ what, intent }) => `${line(what)} (${intent})`))
  return [whats, worked.length > 0 ? block('bash', worked) : ''].filter(part => part !== '').join('\n\n')
}

/** Each move of traffic, with what came of it: also those that came to nothing. */
function trafficText({ shifts = [] }: Incident): string {
  return bullets(
    shifts.map(({ share, standBy, at, state, how, observed = share, why }) => {
      const came = {
        moving: 'under way',
        moved: `moved: ${shareWords(observed)} was there`,
        reverted: `taken back ${how === 'automatic' ? 'by itself' : 'by hand'}`,
        failed: 'failed',
      }
      const reason = why ? `: ${line(why)}` : ''
      return `${shareWords(share)} to ${line(standBy)} at ${at.slice(11, 16)} UTC, ${came[state]}${reason}`
    }),
  )
}

function backupText(is: Incident): string {
  const proven = is.backups.filter(one => one.state === 'verified')
  const waived = is.waivers.filter(one => one.rule === 'no-verified-backup')
  return bullets([
    ...proven.map(one => {
      const proof = `${one.driver} of ${one.covers.map(line).join(', ')}, proven to ${one.level}`
      const back = one.putBack?.map(({ by, at }) => `. Put back by ${line(by)}, ${at.slice(11, 16)} UTC`).join('') ?? ''
      return `${proof}${one.proof ? `: ${line(one.proof).replace(/\.$/, '')}` : ''}${one.restore ? `. Way back: ${code(one.restore)}` : ''}${back}`
    }),
    ...waived.map(one => `done without a copy: ${line(one.reason)}`),
  ])
}

function withoutCopyText({ withoutCopy = [], commands }: Incident): string {
  return bullets(
    withoutCopy.map(one => {
      const command = commands.find(ran => ran.entry === one.command)?.command ?? ''
      return `${code(line(command))}${one.host ? ` on ${line(one.host)}` : ''}: ${line(one.what)}`
    }),
  )
}

function times(is: Incident): string {
  const all: [string, string | undefined][] = [
    ['opened', is.openedAt],
    ['acknowledged', is.acknowledgedAt],
    ['mitigated', is.mitigatedAt],
    ['resolved', is.resolvedAt],
  ]
  const who = [...new Set(is.people.filter(one => one.as === 'responder').map(one => line(one.name)))]
  const minutes = minutesOf(is)
  return bullets([
    ...all.flatMap(([what, at]) => (at ? [`${what} ${at.slice(0, 16).replace('T', ' ')} UTC`] : [])),
    ...(minutes === undefined ? [] : [`${minutes} min in all`]),
    ...(who.length > 0 ? [`by ${who.join(', ')}`] : []),
  ])
}

/** "- 2026-11-22 · INC-1 · 14 min · Ana · what it was" */
export function seenLineOf(is: Incident, at: string): string {
  const { cause } = whatWasDone(is)
  const by = is.people.find(one => one.person === (is.lead ?? is.acknowledgedBy))?.name ?? is.people[0]?.name
  const seen = { at: is.resolvedAt ?? at, incident: `INC-${is.number}`, minutes: minutesOf(is) }
  const words = (text: string | undefined) => text && line(text).replaceAll(' · ', ', ').slice(0, 200)
  return seenText({ ...seen, by: words(by) }, words(cause?.statement))
}
