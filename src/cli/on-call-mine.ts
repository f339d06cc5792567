import { client } from '../api/client.ts'
import type { Week } from '../api/on-call-week.ts'
import { lengthOf } from './length-of.ts'
import { whoIAm } from './on-call-people.ts'
import { weekFrom } from './on-call-week.ts'
import { columns, print } from './print.ts'
import { saySpan } from './when.ts'
import { oneLine } from './which-incident.ts'

export async function mine({ for: length, json }: { for: string; json?: boolean }): Promise<void> {
  const api = client()
  const me = await whoIAm(api)
  const at = new Date().toISOString()
  const shifts = shiftsOf(await weekFrom(api, at, lengthOf(length, '--for')), me.id)
  print({ shifts }, json, shiftsText(shifts, at))
}

export interface MyShift {
  schedule: string
  from: string
  to: string
  /** Where they said that they are away. */
  away?: string
}

/** Those of one person, the next first. */
export const shiftsOf = ({ schedules }: Week, person: string): MyShift[] =>
  schedules
    .flatMap(({ schedule, shifts, conflicts }) =>
      shifts
        .filter(one => one.person === person)
        .map(({ from, to }) => {
          const away = conflicts.find(one => one.person === person && one.from < to && one.to > from)
          return { schedule, from, to, ...(away && { away: away.what }) }
        }),
    )
    .sort((a, b) => a.from.localeCompare(b.from))

export function shiftsText(shifts: readonly MyShift[], at: string): string {
  if (shifts.length === 0) return 'You are not on call in that time.'
  const rows = shifts.map(one => [
    one.schedule,
    `${saySpan(one)}${one.from <= at ? ', now' : ''}`,
    one.away
      ? `! you are away: ${oneLine(one.away)}. Ask: fireline on-call swap ${one.schedule} --from ${one.from}`
      : '',
  ])
  return columns(rows)
}
