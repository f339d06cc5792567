import { safeForTerminal, safeOutput } from './safe-output.ts'

/**
 * An asciicast v3 file as v2, line by line, for players that know nothing newer (Debian 12's asciinema): each line gives one
 * or none. Times count from the beginning instead of from the event before; notes and the exit have no place in v2. It is
 * played in somebody's own terminal, so what reaches for that machine is left out once more.
 */
export function castV2(): (line: string) => string | undefined {
  const safe = safeOutput(safeForTerminal)
  let ms = 0
  let begun = false
  return line => {
    const said = parsed(line)
    if (!Array.isArray(said)) {
      const head = begun ? undefined : headV2(said)
      begun ||= head !== undefined
      return head
    }
    const [interval, code, data] = said as unknown[]
    if (typeof interval !== 'number' || typeof data !== 'string') return undefined
    ms += Math.round(Math.max(0, interval) * 1000)
    if (code !== 'o' && code !== 'r' && code !== 'm') return undefined
    return `[${(ms / 1000).toFixed(3)}, ${JSON.stringify(code)}, ${JSON.stringify(code === 'o' ? safe(data) : data)}]`
  }
}

function headV2(said: unknown): string | undefined {
  const head = said as
    | { term?: { cols?: number; rows?: number }; timestamp?: number; title?: string }
    | null
    | undefined
  if (!head?.term) return undefined
  const { term, timestamp, title } = head
  return JSON.stringify({ version: 2, width: term.cols, height: term.rows, timestamp, title })
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
