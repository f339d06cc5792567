import type { Change, Config, Difference, Plain } from './config.ts'

const nounOf: Record<keyof Config, string> = {
  services: 'service',
  schedules: 'schedule',
  policies: 'policy',
  channels: 'channels of',
  ownRules: 'own rules of',
  alertRules: 'alert rules',
  houseRules: 'house rules of team',
  statusPages: 'status page',
  access: 'access to',
  callLinks: 'call link of team',
}

/** What an item of a list is called where it is told of by its number. */
const oneOf: Record<string, string> = {
  steps: 'step',
  layers: 'layer',
  restrictions: 'hours',
  stakeholders: 'stakeholder',
  components: 'part',
  routes: 'route',
  severities: 'severity rule',
  groups: 'group',
  inhibitions: 'inhibition',
}

/** A difference as people read it: `~ policy checkout`, then a line for each field. Control characters reach no terminal. */
export function configText(differences: readonly Difference[]): string {
  return differences.map(sayDifference).join('\n')
}

function sayDifference({ section, name, isNew, changes }: Difference): string {
  const head = `${isNew ? '+' : '~'} ${[nounOf[section], name].filter(Boolean).join(' ')}`
  return [head, ...changes.flatMap(isNew ? sayNew : sayChange).map(line => `    ${line}`)].map(plain).join('\n')
}

/** All that a new thing is, a field a line. */
function sayNew({ is }: Change): string[] {
  if (Array.isArray(is)) return is.map((one, n) => `${n + 1}: ${inWords(one)}`)
  if (typeof is !== 'object' || is === null) return [inWords(is)]
  return Object.entries(is).flatMap(([field, value]) =>
    Array.isArray(value) && value.some(one => typeof one === 'object')
      ? value.map((one, n) => `${wordsOf(`${field}.${n}`)}: ${inWords(one)}`)
      : [`${field}: ${inWords(value)}`],
  )
}

function sayChange({ path, was, is }: Change): string[] {
  const where = wordsOf(path)
  const what = where === '' ? '' : `${where}: `
  if (was === undefined) return [`+ ${what}${inWords(is)}`]
  if (is === undefined) return [`- ${what}${inWords(was)}`]
  return [`${what}${inWords(was)} -> ${inWords(is)}`]
}

/** `steps.1.after` is "step 2, after". */
function wordsOf(path: string): string {
  const words: string[] = []
  for (const part of path.split('.')) {
    const isItem = /^\d+$/.test(part)
    if (!isItem) words.push(part)
    else words.push(`${oneOf[words.at(-1) ?? ''] ?? words.at(-1) ?? ''} ${Number(part) + 1}`.trim())
    if (isItem && words.length > 1) words.splice(-2, 1)
  }
  return words.join(', ')
}

function inWords(value: Plain | undefined): string {
  if (value === undefined || value === null) return 'none'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(inWords).join('; ')
  if (typeof value !== 'object') return String(value)
  const fields = Object.entries(value).map(([field, part]) =>
    Array.isArray(part) && part.some(one => typeof one === 'object')
      ? `${field} [${inWords(part)}]`
      : `${field} ${Array.isArray(part) ? part.map(inWords).join(', ') : inWords(part)}`,
  )
  return fields.join(', ')
}

const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ')
