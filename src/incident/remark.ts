import type { Incident, Remark } from './incident.ts'

/** `by mail`, `in Slack`. */
export const overWords = (over: string): string => (over === 'mail' ? 'by mail' : `in ${over}`)

/** By its id, or as people count them: `R1` is the first that came. */
export function remarkNamed({ remarks = [] }: Incident, name: string): Remark | undefined {
  const n = /^r(\d{1,4})$/i.exec(name)?.[1]
  return n ? remarks[Number(n) - 1] : remarks.find(one => one.id === name)
}
