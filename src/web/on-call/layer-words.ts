import type { ScheduleSpec } from '../../roster/spec.ts'

type LayerSpec = ScheduleSpec['layers'][number]

const turns: Record<string, string> = {
  day: 'a day each',
  P1D: 'a day each',
  week: 'a week each',
  P1W: 'a week each',
  '1w': 'a week each',
  '2w': 'two weeks each',
  P2W: 'two weeks each',
  month: 'a month each',
  P1M: 'a month each',
  '12h': 'twelve hours each',
  PT12H: 'twelve hours each',
}

/** "Ana, then Ben, a week each, handed over at 09:00; on mon, tue, 22:00 to 06:00" */
export function layerInWords(layer: LayerSpec, name: (id: string) => string): string {
  const { people, every = 'week', handOverAt = '09:00', restrictions = [] } = layer
  const who = people.map(name).join(', then ')
  const turn = people.length > 1 ? `, ${turns[every] ?? `${every} each`}, handed over at ${handOverAt}` : ''
  const hours = restrictions.map(
    ({ days = [], from, to }) => `${days.length > 0 ? `${days.join(', ')}, ` : ''}${from} to ${to}`,
  )
  const when = hours.length > 0 ? `; only ${hours.join(' and ')}` : ''
  const ends = layer.to ? `; until ${layer.to.slice(0, 10)}` : ''
  return `${who}${turn}${when}; from ${layer.from.slice(0, 10)}${ends}`
}
