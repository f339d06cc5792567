const unitMs = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const
type Unit = keyof typeof unitMs

const written: Record<string, Unit> = {
  ms: 'ms',
  s: 's',
  sec: 's',
  m: 'min',
  min: 'min',
  h: 'h',
  hour: 'h',
  d: 'd',
  day: 'd',
}

/** `90 s`, `10 min`, `1.5 h`, `1 day` -> milliseconds; undefined when it is no length of time. */
export function readDuration(text: string): number | undefined {
  const [, number, word = ''] = /^(\d{1,9}(?:\.\d{1,3})?)\s*([a-z]{1,7})$/i.exec(text.trim()) ?? []
  const unit = written[word.toLowerCase().replace(/(?<=..)s$/, '')]
  return number === undefined || unit === undefined ? undefined : Math.round(Number(number) * unitMs[unit])
}

/** The largest unit that says it whole: 86400000 is `1 d`. */
export function writtenDuration(ms: number): string {
  const unit =
    (['d', 'h', 'min', 's'] as const).find(one => ms > 0 && ms % unitMs[one] === 0) ?? (ms === 0 ? 's' : 'ms')
  return `${ms / unitMs[unit]} ${unit}`
}
