import { expect, it } from 'vitest'
import type { Incident } from '../../incident/incident.ts'
import { unopened } from '../../incident/replay.ts'
import { aroundOnset, fromOnset } from './around-onset.ts'

const onset = '2026-11-12T03:04:00.000Z'
const at = (time: string) => `2026-11-12T${time}.000Z`
const piece = { digest: '', bytes: 0, by: 'Mira', at: at('03:20:00') }
const is: Incident = {
  ...unopened,
  openedAt: at('03:04:10'),
  startedAt: onset,
  evidence: [
    { ...piece, id: 'e1', ref: 'E1', kind: 'alert', source: 'monitoring', excerpt: 'no data' },
    {
      ...piece,
      id: 'e2',
      ref: 'E2',
      kind: 'paste',
      source: 'gw-1',
      excerpt: '\nno route\nagain',
      from: at('03:04:31'),
    },
  ],
}
const change = (summary: string, time: string) => ({ summary, at: at(time), author: 'leo', beforeMinutes: 0 })

it('tells the hour around the onset in its order, each thing once, with how long before or after', () => {
  const near = aroundOnset(is, [change('deploy #412', '03:00:00'), change('yesterday', '01:00:00')])
  expect(near.map(one => [one.says, fromOnset(one.at, onset)])).toEqual([
    ['deploy #412', '4 min before'],
    ['It began', 'at the start'],
    ['no route', '31 s after'],
  ])
})

it('has what changed at the very start before what it lit', () => {
  expect(aroundOnset(is, [change('flag on', '03:04:00')]).map(one => one.kind)).toEqual(['change', 'onset', 'evidence'])
})
