import type { Incident } from '../../incident/incident.ts'
import { ruleOfRefusal, wentHow } from '../../incident/rules.ts'

/**
 * What those who must know hear with the next word to them: since the last one, somebody went ahead without a proven copy. In their
 * letters only; a status page is read by everyone, and shows what a person wrote.
 */
export function withWaivers({ waivers, stakeholdersToldAt = '' }: Incident, text: string): string {
  const since = waivers.filter(one => ruleOfRefusal(one.rule) === 'no-verified-backup' && one.at > stakeholdersToldAt)
  return [text, ...since.map(said)].join('\n\n')
}

const said = ({ by, at, rule, reason }: Incident['waivers'][number]): string =>
  `Said by Fireline: at ${at.slice(11, 16)} UTC ${by} went ahead ${wentHow(rule)}. Their reason: ${reason}`
