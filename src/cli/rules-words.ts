import { howLong } from '../incident/how-long.ts'
import { contactInWords } from '../roster/contact-name.ts'
import type { PersonalRules, QuietHours } from '../roster/personal-rules.ts'
import { lengthOf } from './length-of.ts'
import { oneLine } from './which-incident.ts'

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** `ntfy mail=2m`: the first at once, the others that long after it. */
export function stepsIn(said: readonly string[]): PersonalRules['steps'] {
  if (said.join() === 'best') return []
  return said.map(one => {
    const [channel = '', after] = one.split('=')
    return { channel, afterMs: after === undefined ? 0 : lengthOf(after, `--over ${channel}`) }
  })
}

/** `22:00-07:00`, `sat,sun 22:00-10:00 lets sev2`. */
export const quietIn = (said: readonly string[]): QuietHours[] => (said.join() === 'none' ? [] : said.map(hoursIn))

function hoursIn(said: string): QuietHours {
  const [, days, from, to, lets = 'sev1'] =
    /^(?:([a-z,]+) )?(\d\d:\d\d)-(\d\d:\d\d)(?: lets (sev1|sev2|none))?$/.exec(said.trim().toLowerCase()) ?? []
  const numbers = (days?.split(',') ?? []).map(day => weekdays.indexOf(day.slice(0, 3)) + 1)
  if (from === undefined || to === undefined || numbers.includes(0))
    throw new Error(`--quiet: "${oneLine(said)}" is not read. As 22:00-07:00, or "sat,sun 22:00-10:00 lets sev2".`)
  return { days: numbers, from, to, lets: lets as QuietHours['lets'] }
}

/** Days are sent as words. */
export const asSent = ({ zone, steps, quiet }: PersonalRules): object => ({
  zone,
  steps,
  quiet: quiet.map(({ days, ...one }) => ({ ...one, days: days.map(day => weekdays[day - 1]) })),
})

export function rulesText({ zone, steps, quiet }: PersonalRules): string {
  const order = steps.map(({ channel, afterMs }, n) =>
    n === 0 ? `${contactInWords(channel)} at once` : `${contactInWords(channel)} after ${howLong(afterMs)}`,
  )
  const over = order.length === 0 ? 'the best channel first, the next when it fails' : order.join(', ')
  return [
    `Paged over: ${over}.`,
    ...(quiet.length === 0 ? ['No quiet hours.'] : quiet.map(one => quietText(one, zone))),
  ]
    .map(oneLine)
    .join('\n')
}

function quietText({ days, from, to, lets }: QuietHours, zone: string): string {
  const on = days.length === 0 ? 'each day' : days.map(day => weekdays[day - 1]).join(', ')
  const through = { sev1: 'only sev1 rings', sev2: 'only sev1 and sev2 ring', none: 'nothing rings' }[lets]
  return `Quiet ${from} to ${to}, ${on} (${zone}): ${through}, unless nobody else can be woken.`
}
