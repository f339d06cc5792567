/** One simple command of a line: its words without their quotes, and the files that it writes into. */
export interface SimpleCommand {
  words: string[]
  writesTo: string[]
  /** The first word of the command whose output it reads, if it stands behind a pipe. */
  fedBy?: string
}

const tokens = [
  String.raw`(?<escaped>\\[\s\S])`,
  String.raw`(?<single>'[^']*'?)`,
  String.raw`(?<double>"(?:\\[\s\S]|[^"\\])*"?)`,
  String.raw`(?<inside>\$\{[^}]*\}?)`,
  // To another descriptor (2>&1) is to no file.
  String.raw`(?<duplicate>\d?[<>]&(?:\d|-))`,
  String.raw`(?<writes>\d?(?:&>>?|>>?\|?))`,
  String.raw`(?<reads>\d?<{1,3}(?!\())`,
  String.raw`(?<end>&&|\|\||\$\(|<\(|[;&|\n()\x60]|[{}](?=[\s;]|$))`,
  String.raw`(?<space>[ \t]+)`,
  String.raw`(?<text>[^\s])`,
].join('|')

/**
 * Cuts a line as a shell would, as far as it can be told without running it: at `;`, `&&`, `||`, `|`, newlines, and at what
 * stands in `$(…)` or backquotes, which are commands of their own. Never throws; an open quote ends with the line.
 */
export function simpleCommands(line: string): SimpleCommand[] {
  const found: SimpleCommand[] = []
  let now: SimpleCommand = { words: [], writesTo: [] }
  let word: string | undefined
  let into: 'words' | 'writesTo' | 'nowhere' = 'words'
  const endWord = () => {
    if (word === undefined) return
    if (into !== 'nowhere') now[into].push(word)
    word = undefined
    into = 'words'
  }
  const endCommand = (by: string) => {
    endWord()
    const fedBy = by === '|' ? now.words[0] : undefined
    if (now.words.length + now.writesTo.length > 0) found.push(now)
    now = { words: [], writesTo: [], ...(fedBy && { fedBy }) }
    into = 'words'
  }
  for (const { 0: token, groups = {} } of line.matchAll(new RegExp(tokens, 'g'))) {
    if (token === '#' && word === undefined) break
    const isInWord = word !== undefined && /^[{}]$/.test(token)
    if (groups['end'] !== undefined && !isInWord) endCommand(token)
    else if (groups['space'] !== undefined || groups['duplicate'] !== undefined) endWord()
    else if ((groups['writes'] ?? groups['reads']) !== undefined) {
      // `a2>x` is the word a2: only a number by itself names what is written.
      if (word !== undefined && /^\d/.test(token)) word += token.charAt(0)
      endWord()
      into = groups['writes'] === undefined ? 'nowhere' : 'writesTo'
    } else word = (word ?? '') + said(token, groups)
    if (groups['double'] !== undefined) found.push(...within(token))
  }
  endCommand('')
  return found
}

function said(token: string, groups: Record<string, string | undefined>): string {
  if (groups['escaped'] !== undefined) return token === '\\\n' ? '' : token.slice(1)
  if (groups['single'] !== undefined) return token.slice(1).replace(/'$/, '')
  if (groups['double'] !== undefined)
    return token
      .slice(1)
      .replace(/"$/, '')
      .replace(/\\(["\\$`])/g, '$1')
  return token
}

/** `$(…)` within double quotes runs as well. */
function within(text: string): SimpleCommand[] {
  return [...text.matchAll(/\$\(([^()]*)\)|`([^`]*)`/g)].flatMap(([, one, other]) => simpleCommands(one ?? other ?? ''))
}

/** Words that run what stands behind them, and those of their options that take the next word. */
const wrappers = new Map([
  ['sudo', 'ugpCTDRhUr'],
  ['doas', 'uC'],
  ['nice', 'n'],
  ['ionice', 'cnp'],
  ['env', 'uCS'],
  ['timeout', 'ks'],
  ['watch', 'n'],
  ['xargs', 'IndPLsEa'],
  ['exec', 'a'],
  ['stdbuf', 'ioe'],
  ...'time nohup command builtin setsid if then else elif while until do !'.split(' ').map(word => [word, ''] as const),
])

/** The words of what is really run: without `sudo -u postgres`, `FOO=1`, `watch -n 1` and the like before it. */
export function bareWords(words: readonly string[]): string[] {
  let rest = [...words]
  for (;;) {
    while (/^[A-Za-z_]\w*\+?=/.test(rest[0] ?? '')) rest.shift()
    const wrapper = nameOf(rest[0])
    const withValue = wrappers.get(wrapper)
    if (withValue === undefined) return rest
    rest.shift()
    while (rest[0]?.startsWith('-')) {
      const takesOne = /^-[a-zA-Z]$/.test(rest[0]) && withValue.includes(rest[0].slice(1))
      rest = rest.slice(takesOne ? 2 : 1)
    }
    if (wrapper === 'timeout') rest.shift()
  }
}

/** `/usr/bin/rm` is `rm`. */
export const nameOf = (word = ''): string => word.slice(word.lastIndexOf('/') + 1)

/** The first of the words that is no option, and what comes behind it; `withValue` are options that take the next word. */
export function verbOf(args: readonly string[], withValue: readonly string[] = []): { verb?: string; rest: string[] } {
  let at = 0
  while (args[at]?.startsWith('-')) at += withValue.includes(args[at] as string) ? 2 : 1
  const verb = args[at]
  return { ...(verb !== undefined && { verb }), rest: args.slice(at + 1) }
}

/** The word behind an option; nothing where it is not there. */
export function valueOf(args: readonly string[], option: RegExp): string | undefined {
  const at = args.findIndex(arg => option.test(arg))
  return at < 0 ? undefined : args[at + 1]
}
