import type { Alert, Label } from './alert.ts'

/** Labels that tell one trouble from another and stay when host, pod or day change. Everything else is left out. */
const telling = [
  'component',
  'database',
  'env',
  'environment',
  'job',
  'mountpoint',
  'namespace',
  'queue',
  'table',
  'topic',
]

/** Where it happened, never what. */
const places = [
  'container',
  'device',
  'host',
  'hostname',
  'instance',
  'ip',
  'node',
  'nodename',
  'pod',
  'pod_name',
  'server',
  'source',
  'target',
]

/**
 * What makes two alerts the same trouble: `checkout/HighErrorRate{job=web}`. It finds the runbook page, and is the key
 * of the page that is written at the end, so the same trouble on another host must have the same one.
 */
export function signatureOf(service: string, alert: Pick<Alert, 'name' | 'title' | 'labels'>): string {
  const labels = telling
    .filter(name => alert.labels[name] && !isPlace(alert.labels[name], alert.labels))
    .map(name => `${name}=${brief(alert.labels[name] ?? '', 80)}`)
  const name = alert.name ? brief(alert.name, 150) : withoutPlaces(alert.title, alert.labels)
  return `${service}/${name}${labels.length > 0 ? `{${labels.join(',')}}` : ''}`
}

function isPlace(value: string, labels: Label): boolean {
  return places.some(place => labels[place] === value)
}

/** A title without what changes from one time to the next: counts, addresses, names of hosts. */
function withoutPlaces(title: string, labels: Label): string {
  const named = places.map(place => labels[place]).filter(value => value !== undefined && value.length > 1)
  const bare = named.reduce<string>((text, place) => text.replaceAll(place ?? '', '#'), title.slice(0, 500))
  const words = bare.replace(/^\[(FIRING|RESOLVED)[^\]]{0,20}\]\s*/, '').split(/\s+/)
  return brief(words.map(word => (/\d|\w\.\w+\.\w/.test(word) ? '#' : word)).join(' '), 150)
}

const brief = (text: string, most: number): string => text.replaceAll('\0', '').toWellFormed().trim().slice(0, most)
