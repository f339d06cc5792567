import { bareWords, nameOf, simpleCommands } from '../../terminal/shell-words.ts'
import { callsIn, isName, type SqlToken, sqlTokens } from './sql-parts.ts'

/** Which rows one UPDATE or DELETE would touch, in its own words: `select … from table alias, from where where`. */
export interface Rows {
  verb: 'update' | 'delete'
  /** Exactly one statement. */
  sql: string
  /** As it was written, with its schema if that was said. */
  table: string
  alias?: string
  /** What it reads beside its table (FROM, USING). */
  from?: string
  where: string
  /** Columns that it writes. */
  set: string[]
  /** What it calls to find its rows, and elsewhere. */
  calls: { where: string[]; elsewhere: string[] }
  /** The database that psql was told, where it was. */
  database?: string
}

/** Why its rows cannot be told from its words; a sentence without a full stop. */
export interface NotRows {
  not: string
}

/**
 * What one command runs, statement by statement: `psql … -c '…'`, or SQL as it stands. What is in doubt is not readable: a full
 * copy is the way then.
 */
export function rowsOf(command: string): Rows[] | NotRows {
  if (/^\s*(update|delete|with|insert|merge|begin|start)\b/i.test(command)) return statementsOf(command)
  const psql = psqlOf(command)
  if ('not' in psql) return psql
  const found: Rows[] = []
  for (const sql of psql.sql) {
    const rows = statementsOf(sql)
    if ('not' in rows) return rows
    found.push(...rows)
  }
  const { database } = psql
  return database === undefined ? found : found.map(rows => ({ ...rows, database }))
}

/** All that a change would run, in its order. Whether what runs first changes what the next finds, its database tells. */
export function rowsOfChange(commands: readonly string[]): Rows[] | NotRows {
  if (commands.length === 0) return { not: 'this change names no command whose rows could be saved' }
  const found: Rows[] = []
  for (const command of commands) {
    const rows = rowsOf(command)
    if ('not' in rows) return commands.length === 1 ? rows : { not: `of “${short(command)}”: ${rows.not}` }
    found.push(...rows)
  }
  const databases = new Set(found.map(one => one.database))
  return databases.size > 1 ? { not: 'its commands name several databases' } : found
}

const short = (command: string): string => (command.length > 60 ? `${command.slice(0, 59)}…` : command)

const longValued =
  /^--(command|dbname|file|field-separator|host|log-file|output|port|pset|record-separator|table-attr|username|set|variable)$/

/** What one psql is told by `-c`, whose text the shell leaves as it is. */
function psqlOf(command: string): { sql: string[]; database?: string } | NotRows {
  // Outside of single quotes the shell would put something else there.
  if (/[$`]/.test(command.replace(/'[^']*'/g, ''))) return { not: 'the shell fills something into it' }
  const [only, ...more] = simpleCommands(command)
  const [program, ...args] = bareWords(only?.words ?? [])
  if (nameOf(program) !== 'psql') return { not: 'only UPDATE and DELETE by psql -c can be read' }
  if (more.length > 0) return { not: 'there is more than one command in it' }
  const { c = [], f = [], d = [], rest } = optionsOf(args)
  if (c.length === 0 || f.length > 0) return { not: 'it is not said by -c' }
  const database = d[0] ?? rest[0]
  return { sql: c, ...(database !== undefined && /^[^=:/]+$/.test(database) && { database }) }
}

function optionsOf(args: readonly string[]) {
  const found: { c?: string[]; f?: string[]; d?: string[]; rest: string[] } = { rest: [] }
  const add = (letter: string, value = '') => {
    if (letter === 'c' || letter === 'f' || letter === 'd') found[letter] = [...(found[letter] ?? []), value]
  }
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string
    const [, long, value] = /^(--[a-z-]+)(?:=([\s\S]*))?$/.exec(arg) ?? []
    if (long !== undefined) {
      if (longValued.test(long)) add(long.charAt(2), value ?? args[++i])
      continue
    }
    const at = arg.search(/(?<=^-\w*)[cdfFhLopPRTUv]/)
    if (!arg.startsWith('-')) found.rest.push(arg)
    else if (at > 0) add(arg.charAt(at), arg.length > at + 1 ? arg.slice(at + 1) : args[++i])
  }
  return found
}

const clauses = new Set(['set', 'from', 'using', 'where', 'returning'])

/** `begin; update …; commit` is what stands between. A transaction that is not ended there changes nothing, or who knows what. */
function statementsOf(sql: string): Rows[] | NotRows {
  const tokens = sqlTokens(sql)
  if (!tokens) return { not: 'it cannot be told where its texts end' }
  const all = apart(tokens)
  const isWhole = isOnly(all[0], /^(begin|start)$/) && isOnly(all.at(-1), /^(commit|end)$/)
  const found = (isWhole ? all.slice(1, -1) : all).map(one => rowsOfSql(sql, one))
  const not = found.find(one => 'not' in one)
  if (not) return not
  return found.length > 0 ? (found as Rows[]) : { not: 'it is neither UPDATE nor DELETE' }
}

function apart(tokens: readonly SqlToken[]): SqlToken[][] {
  const all: SqlToken[][] = [[]]
  for (const token of tokens) {
    if (token.kind === 'mark' && token.said === ';') all.push([])
    else all.at(-1)?.push(token)
  }
  return all.filter(one => one.length > 0)
}

const isOnly = (tokens: readonly SqlToken[] = [], word: RegExp): boolean =>
  word.test(tokens[0]?.said ?? '') && tokens.slice(1).every(({ said }) => said === 'work' || said === 'transaction')

function rowsOfSql(sql: string, tokens: readonly SqlToken[]): Rows | NotRows {
  const verb = tokens[0]?.said
  if (verb !== 'update' && verb !== 'delete') return { not: 'it is neither UPDATE nor DELETE' }
  const named = tableOf(tokens, verb)
  if (!named) return { not: 'its table cannot be read' }
  const { rest } = named
  const at = (word: string, until = rest.length) =>
    rest.findIndex(
      (token, i) => i < until && token.depth === 0 && isWord(token, word) && !isWord(rest[i - 1], 'distinct'),
    )
  const where = at('where')
  if (where < 0) return { not: 'it says no “where”: it touches every row' }
  if (isWord(rest[where + 1], 'current')) return { not: 'it follows a cursor' }
  const returning = at('returning')
  const end = returning > where ? returning : rest.length
  const beside = at(verb === 'update' ? 'from' : 'using', where)
  const text = (from: number, to: number) => sql.slice(rest[from]?.from ?? 0, rest[to - 1]?.to ?? 0)
  const set = verb === 'update' ? setOf(rest.slice(1, beside < 0 ? where : beside)) : []
  if (!set || (verb === 'update' && !isWord(rest[0], 'set'))) return { not: 'what it sets cannot be read' }
  const finds = beside < 0 ? rest.slice(where, end) : rest.slice(beside, end)
  return {
    verb,
    sql: sql.slice(tokens[0]?.from, tokens.at(-1)?.to),
    table: sql.slice(named.from, named.to),
    ...(named.alias && { alias: named.alias }),
    ...(beside >= 0 && { from: text(beside + 1, where) }),
    where: text(where + 1, end),
    set,
    calls: { where: callsIn(finds), elsewhere: callsIn(rest.filter(token => !finds.includes(token))) },
  }
}

const isWord = (token: SqlToken | undefined, word: string): boolean => token?.kind === 'word' && token.said === word

/** `update only "Odd".orders as o`: the table, how it is called from there on, and what follows. */
function tableOf(tokens: readonly SqlToken[], verb: 'update' | 'delete') {
  let i = 1
  if (verb === 'delete' && !isWord(tokens[i++], 'from')) return undefined
  if (isWord(tokens[i], 'only')) i++
  const first = tokens[i]
  if (!first || !isName(first)) return undefined
  while (tokens[i + 1]?.said === '.' && isName(tokens[i + 2])) i += 2
  const last = tokens[i++] as SqlToken
  if (tokens[i]?.said === '*') i++
  const isAs = isWord(tokens[i], 'as')
  if (isAs) i++
  const alias = tokens[i]
  const hasAlias = alias !== undefined && isName(alias) && (alias.kind === 'quoted' || !clauses.has(alias.said))
  if (isAs && !hasAlias) return undefined
  return {
    from: first.from,
    to: last.to,
    ...(hasAlias && { alias: alias.said }),
    rest: tokens.slice(hasAlias ? i + 1 : i),
  }
}

/** `a = 1, (b, c) = (2, 3)`: a, b, c. */
function setOf(tokens: readonly SqlToken[]): string[] | undefined {
  const found: string[] = []
  let isTarget = true
  for (const [i, token] of tokens.entries()) {
    if (token.depth === 0 && token.said === ',' && token.kind === 'mark') isTarget = true
    else if (token.depth === 0 && token.said === '=' && token.kind === 'mark') isTarget = false
    else if (isTarget && isName(token) && tokens[i - 1]?.said !== '.' && tokens[i - 1]?.said !== '[')
      found.push(token.said)
  }
  return found.length > 0 ? found : undefined
}
