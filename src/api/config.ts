/** A setting as plain data: what YAML and JSON both hold. */
export type Plain = string | number | boolean | null | Plain[] | { [field: string]: Plain }

/**
 * The settings as code: sections, in each the things by their name. People are named by their mail address (who has none, by id).
 * What a file does not name stays as it is.
 */
export interface Config {
  services?: Record<string, Plain>
  schedules?: Record<string, Plain>
  policies?: Record<string, Plain>
  /** How each person is reached, best first. */
  channels?: Record<string, Plain>
  /** When and over what each person wants to be paged. */
  ownRules?: Record<string, Plain>
  alertRules?: Plain
  /** By team, then by rule. */
  houseRules?: Record<string, Plain>
  statusPages?: Record<string, Plain>
  /** Who has access to a host or a database. */
  access?: Record<string, Plain>
  /** By team. */
  callLinks?: Record<string, Plain>
}

/** Stands for a secret that is kept as it is: secrets are never written out. */
export const keptSecret = '(kept)'
/** Stands for a secret that comes with a file. */
export const newSecret = '(new, not shown)'

/** One field that differs; without `was` it is new, without `is` it goes. The path in the words of the file: `steps.1.after`. */
export interface Change {
  path: string
  was?: Plain
  is?: Plain
}

/** A thing that would be made or changed. */
export interface Difference {
  section: keyof Config
  name: string
  isNew: boolean
  changes: Change[]
}

/** What an apply answers, and what a trial of one would. */
export interface ConfigAnswer {
  id: 'config'
  differences: Difference[]
  /** In words, a line each; empty where nothing differs. */
  text: string
  /** What is saved all the same, and told: whom a page may not wake. */
  warnings: { path: string; says: string }[]
}

/** What taking over an export of another pager did, or would do. */
export interface ImportAnswer extends ConfigAnswer {
  /** Who was not here yet. */
  added: { name: string; email: string }[]
  /** What could not be carried over, a sentence each. */
  left: string[]
  /** The same as settings. */
  config: Config
}

const sections = [
  'schedules',
  'policies',
  'services',
  'channels',
  'ownRules',
  'alertRules',
  'houseRules',
  'statusPages',
  'access',
  'callLinks',
] as const

/** What `wanted` would change in `now`, both in normal form; a thing that `wanted` does not name is not looked at. */
export function diffConfig(now: Config, wanted: Config): Difference[] {
  return sections.flatMap(section => {
    const [was, is] = [thingsOf(now, section), thingsOf(wanted, section)]
    return Object.entries(is).flatMap(([name, thing]) => {
      const before = Object.hasOwn(was, name) ? was[name] : undefined
      const changes = before === undefined ? [{ path: '', is: thing }] : changesOf('', before, thing)
      return changes.length === 0 ? [] : [{ section, name, isNew: before === undefined, changes }]
    })
  })
}

/** The alert rules are one document, so one thing. */
function thingsOf(config: Config, section: keyof Config): Record<string, Plain> {
  if (section !== 'alertRules') return config[section] ?? {}
  return config.alertRules === undefined ? {} : { '': config.alertRules }
}

function changesOf(path: string, was: Plain | undefined, is: Plain | undefined): Change[] {
  if (same(was, is)) return []
  if (isFields(was) && isFields(is)) return ofFields(path, was, is)
  const [before, after] = [was ?? [], is ?? []]
  if (Array.isArray(before) && Array.isArray(after) && [...before, ...after].some(isFields))
    return ofItems(path, before, after)
  return [{ path, ...(was !== undefined && { was }), ...(is !== undefined && { is }) }]
}

function ofFields(path: string, was: Record<string, Plain>, is: Record<string, Plain>): Change[] {
  const fields = new Set([...Object.keys(is), ...Object.keys(was)])
  return [...fields].flatMap(field => changesOf(under(path, field), own(was, field), own(is, field)))
}

/** A list that is left out is empty. One by one while there are as many as before; otherwise what came and what went. */
function ofItems(path: string, was: Plain[], is: Plain[]): Change[] {
  if (was.length === is.length) return is.flatMap((one, n) => changesOf(under(path, String(n)), was[n], one))
  const gone = was.flatMap((one, n) =>
    is.some(other => same(one, other)) ? [] : [{ path: under(path, String(n)), was: one }],
  )
  const come = is.flatMap((one, n) =>
    was.some(other => same(one, other)) ? [] : [{ path: under(path, String(n)), is: one }],
  )
  return gone.length + come.length === 0 ? [{ path, was, is }] : [...gone, ...come]
}

const isFields = (value: Plain | undefined): value is Record<string, Plain> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const own = (fields: Record<string, Plain>, field: string) => (Object.hasOwn(fields, field) ? fields[field] : undefined)
const under = (path: string, field: string) => (path === '' ? field : `${path}.${field}`)
const same = (a: Plain | undefined, b: Plain | undefined): boolean => sorted(a) === sorted(b)

/** Fields have no order, items have. */
function sorted(value: Plain | undefined): string {
  return JSON.stringify(value, (_, part: Plain) =>
    isFields(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  )
}
