import { simpleCommands } from './shell-words.ts'
import { hostBehind, sshWords } from './ssh-words.ts'

export interface BehindSsh {
  /** A piece of what the terminal shows, marks included. */
  heard(output: string): void
  /** The host whose prompt is there, if that is not the host that was shared. */
  host(): string | undefined
}

const mark = new RegExp(
  String.raw`\u001b\]633;([A-Z])(?:;([^\u0007\u001b]*))?;([^;\u0007\u001b]+)(?:\u0007|\u001b\\)`,
  'g',
)
const mostHeldBack = 16_384

/**
 * Follows the marks of a shell (terminal/marks.ts) for one question: where would a key go now? From the start of an `ssh host` until
 * marks of the shell in which it was typed come again, it goes to that host, whether that has marks or none. A host that says its name
 * counts as well. An ssh that nobody was told of (a line kept out of the history, a shell without marks) is not seen.
 */
export function behindSsh(): BehindSsh {
  let rest = ''
  const lines = new Map<string, string>()
  /** `of`: the marks that end it. `not`: all but those, where only the host behind was heard. */
  let away: { host: string; of?: string; not?: string } | undefined
  const told = (kind: string, said: string, nonce: string) => {
    if (away && (away.of === nonce || (away.not !== undefined && away.not !== nonce))) away = undefined
    if (kind === 'E') lines.set(nonce, plain(said))
    if (kind === 'P' && said.startsWith('Host=') && said.length > 5)
      away = {
        ...(away?.of === undefined ? { not: nonce } : { of: away.of }),
        host: plain(said.slice(5)).slice(0, 200),
      }
    if (kind !== 'C') return
    const host = away ? undefined : shellBehind(lines.get(nonce) ?? '')
    if (host) away = { host, of: nonce }
  }
  return {
    heard(output) {
      const text = rest + output
      let to = 0
      for (const found of text.matchAll(mark)) {
        told(found[1] ?? '', found[2] ?? '', found[3] ?? '')
        to = found.index + found[0].length
      }
      const open = text.indexOf('\u001b]633;', to)
      const half = open >= 0 ? open : Math.max(to, text.length - 6)
      rest = text.slice(text.length - half > mostHeldBack ? -6 : half)
    },
    host: () => away?.host,
  }
}

/** The host of an ssh that opens a shell there; an ssh that runs a command comes back by itself. */
function shellBehind(line: string): string | undefined {
  const last = simpleCommands(line).at(-1)?.words ?? []
  return sshWords(last.slice(1)).command.length === 0 ? hostBehind(last) : undefined
}

const plain = (said: string): string =>
  said.replace(/\\(?:\\|x([0-9a-f]{2}))/gi, (_, hex?: string) =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : '\\',
  )
