/** What one person outside told us. */
export interface UserReport {
  says: string
  /** As they said it themselves, RFC 3339 UTC. */
  since?: string
  at: string
  /** The form or mailbox that it came through. */
  source: string
}

/** The words that most of them used, on one line; of equals the first. */
export function inShort(reports: readonly Pick<UserReport, 'says'>[]): string {
  const times = new Map<string, number>()
  const lines = reports.map(report => oneLine(report.says))
  for (const line of lines) times.set(alike(line), (times.get(alike(line)) ?? 0) + 1)
  const most = Math.max(0, ...times.values())
  return lines.find(line => times.get(alike(line)) === most) ?? ''
}

const longest = 160

const oneLine = (says: string): string => {
  const line =
    says
      .split('\n')
      .map(part => part.trim())
      .find(part => part !== '') ?? ''
  return line.length > longest ? `${line.slice(0, longest - 1).toWellFormed()}…` : line
}

/** Small letters and no marks: "Cannot pay!" is "cannot pay". */
const alike = (line: string): string =>
  line
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** 1 customer, 14 customers. */
export const customers = (count: number): string => `${count} customer${count === 1 ? '' : 's'}`

/** 14 customers: cannot pay */
export const reportLine = ({ count, says }: { count: number; says: string }): string => `${customers(count)}: ${says}`

/** Everything that they told, one after the other; `count` of them, of which these are the first. */
export function reportsText(count: number, reports: readonly UserReport[]): string {
  const told = reports.map(({ says, since, at, source }) =>
    [`${clock(at)} ${source}${since ? `, since ${clock(since)}` : ''}`, ...says.split('\n')].join('\n  '),
  )
  const more = count - reports.length
  return [`${customers(count)} told us.`, ...told, ...(more > 0 ? [`And ${more} more.`] : [])].join('\n\n')
}

const clock = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`
