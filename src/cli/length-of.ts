const unitMs: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `30m`, `2h`, `3d` in milliseconds. */
export function lengthOf(said: string, option: string): number {
  const [, count, unit = ''] = /^(\d{1,4})(m|h|d)$/.exec(said) ?? []
  const ms = Number(count) * (unitMs[unit] ?? Number.NaN)
  if (!(ms > 0)) throw new Error(`${option} is a time such as 30m or 2h.`)
  return ms
}
