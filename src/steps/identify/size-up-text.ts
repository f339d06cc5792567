import type { SizeUp } from './size-up.ts'

/** The size-up as a terminal shows it: a card of short lines, controls made visible. */
export function sizeUpText(title: string, size: SizeUp): string {
  const rows: [string, string[]][] = [
    ['says', size.says.split('\n')],
    ['since', [`${clock(size.since)} · ${size.whoIsHurt}`]],
    ['changed', size.whatChanged.length > 0 ? size.whatChanged.slice(0, 5).map(changedLine) : ['nothing we know of']],
    ['seen', [seenLine(size.seenBefore)]],
    [
      'told',
      size.told.length > 0 ? size.told.map(one => `${one.who} by ${one.channel}: ${one.state}`) : ['nobody yet'],
    ],
    ['quiet', [size.quietUntil ? `until ${clock(size.quietUntil)}` : 'not yet: acknowledge to stop the paging']],
    ['next', [size.nextSentence]],
  ]
  return [title, ...rows.flatMap(([name, lines]) => lines.map((line, i) => `  ${(i ? '' : name).padEnd(8)} ${line}`))]
    .map(visible)
    .join('\n')
}

/** "seen once, 14 min" */
export function seenLine(seen: SizeUp['seenBefore']): string {
  if (!seen) return 'not before, as far as we know'
  const times = seen.times === 1 ? 'once' : `${seen.times} times`
  const minutes = seen.medianMinutes === undefined ? '' : `, ${seen.medianMinutes} min`
  const by = seen.lastFixedBy ? `, last fixed by ${seen.lastFixedBy}` : ''
  return `${times}${minutes}${by}${seen.title ? `: "${seen.title}"` : ''}`
}

function changedLine({ summary, author, beforeMinutes, answer }: SizeUp['whatChanged'][number]): string {
  const when = beforeMinutes >= 0 ? `${beforeMinutes} min before` : `${-beforeMinutes} min after`
  const said = answer === 'maybe' ? ' (maybe mine)' : answer === 'no' ? ' (not mine)' : ''
  return `${when}: ${summary}${author ? ` by ${author}` : ''}${said}`
}

const clock = (at: string): string => (at ? `${at.slice(11, 16)} UTC` : 'unknown')

/** Hostile text cannot move the cursor or forge a line. */
const visible = (line: string): string =>
  Array.from(line, sign => (isControl(sign.codePointAt(0) ?? 0) ? '\u{2400}' : sign)).join('')

const isControl = (code: number): boolean =>
  code < 32 || (code >= 127 && code < 160) || code === 0x2028 || code === 0x2029 || (code >= 0x202a && code <= 0x202e)
