/** One token of SQL. `word` is lower-cased unless it was quoted; `depth` counts the brackets that it stands in. */
export interface SqlToken {
  kind: 'word' | 'quoted' | 'text' | 'mark'
  said: string
  depth: number
  from: number
  to: number
}

const forms = [
  String.raw`(?<space>\s+|--[^\n]*|\/\*[\s\S]*?\*\/)`,
  String.raw`(?<text>[eE]'(?:\\[\s\S]|''|[^'\\])*'|'(?:''|[^'])*'|\$(?<tag>[A-Za-z_]*)\$[\s\S]*?\$\k<tag>\$)`,
  String.raw`(?<quoted>"(?:""|[^"])+")`,
  String.raw`(?<word>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)`,
  String.raw`(?<mark>[\s\S])`,
].join('|')

/** Undefined where it cannot be told where a text or a comment ends, or where psql would read it in its own way. */
export function sqlTokens(sql: string): SqlToken[] | undefined {
  const tokens: SqlToken[] = []
  let depth = 0
  for (const { 0: said, index: from, groups = {} } of sql.matchAll(new RegExp(forms, 'g'))) {
    if (groups['space'] !== undefined) {
      if (said.startsWith('/*') && said.lastIndexOf('/*') > 0) return undefined
      continue
    }
    if (groups['mark'] !== undefined && /^['"\\]$|^\$$/.test(said)) return undefined
    if (/^[)\]]$/.test(said)) depth--
    if (depth < 0) return undefined
    tokens.push({ ...kindOf(said, groups), depth, from, to: from + said.length })
    if (/^[([]$/.test(said)) depth++
  }
  return depth === 0 ? tokens : undefined
}

function kindOf(said: string, groups: Record<string, string | undefined>): Pick<SqlToken, 'kind' | 'said'> {
  if (groups['text'] !== undefined) return { kind: 'text', said }
  if (groups['quoted'] !== undefined) return { kind: 'quoted', said: said.slice(1, -1).replaceAll('""', '"') }
  if (groups['word'] !== undefined) return { kind: 'word', said: said.toLowerCase() }
  return { kind: 'mark', said }
}

/** What is called as a function, or looks so: `in (…)` does as well. */
export function callsIn(tokens: readonly SqlToken[]): string[] {
  const names = tokens.filter((token, i) => isName(token) && tokens[i + 1]?.said === '(').map(token => token.said)
  return [...new Set(names)]
}

export const isName = (token: SqlToken | undefined): boolean => token?.kind === 'word' || token?.kind === 'quoted'
