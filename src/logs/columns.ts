/** What a word at the beginning of a line is by its looks. */
export type ColumnKind = 'time' | 'number' | 'date' | 'level' | 'mark' | 'text'

const trimmed = (word: string): string => word.replace(/^[[(<"]+|[\])>",;:]+$/g, '')
const levels =
  /^(?:trace|debug|verbose|fine|finer|finest|info|information|notice|warn|warning|error|err|severe|crit|critical|fatal|alert|emerg|panic|failure)$/i
const dateWord = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)$/
const time = /^(?:\d{1,4}[-/.:]\d{1,2}|\d{8}[-T_]\d\d:?\d\d)(?:[-/.:,_T+ Z]?\d{1,9})*Z?$/
const epoch = /^1\d{9}(?:\.\d{1,9}|\d{3}|\d{6}|\d{9})?$/
const zone = /^(?:UTC|GMT|[A-Z]{2,3}T|[+-]\d\d:?\d\d)$/
const postgres = /^(?:LOG|STATEMENT|DETAIL|HINT|CONTEXT|QUERY):$/
const address = /^\d{1,3}(?:\.\d{1,3}){3}$/

/** A level of one letter counts only where others stood before it. */
export function columnKind(word: string, isFirst: boolean): ColumnKind {
  const text = trimmed(word)
  if (text === '') return 'mark'
  if (/^[-|*]$/.test(text)) return 'mark'
  if (epoch.test(text) || (!isFirst && zone.test(text))) return 'time'
  if (postgres.test(word)) return 'level'
  if (/^\d+$/.test(text)) return 'number'
  if (time.test(text) && !address.test(text) && text.replace(/\D/g, '').length >= 4) return 'time'
  if (dateWord.test(text)) return 'date'
  if (levels.test(text) || (!isFirst && /^[VDIWEF]$/.test(text))) return 'level'
  return 'text'
}

/** The words of the beginning of a line. */
export const firstWords = (line: string, most: number): string[] =>
  line
    .slice(0, 1_000)
    .trim()
    .split(/[ \t]+/, most)

/** Whether a line says its time at its beginning. */
export const isTimed = (line: string): boolean =>
  firstWords(line, 5).some((word, n) => ['time', 'date'].includes(columnKind(word, n === 0)))
