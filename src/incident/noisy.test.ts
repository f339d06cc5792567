import { describe, expect, it } from 'vitest'
import type { Call, Incident } from './incident.ts'
import { noisiest } from './noisy.ts'
import { replay } from './replay.ts'

const since = '2026-03-01T00:00:00.000Z'
const call = (at: string, more: Partial<Call> = {}): Call => ({
  id: at,
  person: 'ana',
  channel: 'ntfy',
  reason: 'x',
  state: 'shown',
  at,
  ...more,
})
const burnt = (signature: string, calls: Call[], more: Partial<Incident> = {}): Incident => ({
  ...replay([]),
  signature,
  service: 'shop',
  title: `${signature} is bad`,
  openedAt: '2026-03-02T02:58:00.000Z',
  calls,
  ...more,
})
const judged = (useful: 'yes' | 'noise') => [{ person: 'ana', call: 'c', useful }]
const looking = { heard: [], since, zoneOf: () => 'Europe/Berlin' }

describe('the noisiest', () => {
  it('counts pages, those at night by the clock of its people, and none that came together with others', () => {
    const calls = [
      call('2026-03-02T05:30:00.000Z'),
      call('2026-03-02T06:30:00.000Z'),
      call('2026-03-02T05:31:00.000Z', { together: 'm1' }),
      call('2026-02-20T05:31:00.000Z'),
    ]
    expect(noisiest([burnt('a', calls)], looking)).toMatchObject([{ incidents: 1, pages: 2, atNight: 1 }])
  })

  it('puts first what pages without being found useful', () => {
    const two = [call('2026-03-02T12:00:00.000Z'), call('2026-03-02T13:00:00.000Z')]
    const found = noisiest(
      [
        burnt('useful', [...two, ...two], { judgements: judged('yes') }),
        burnt('noise', two, { judgements: judged('noise') }),
      ],
      looking,
    )
    expect(found.map(one => [one.signature, one.usefulShare])).toEqual([
      ['noise', 0],
      ['useful', 1],
    ])
  })

  it('knows what fired without opening anything, and leads to a form about it', () => {
    const heard = [{ signature: 'w', service: 'shop', name: 'Disk & co', alerts: 400 }]
    expect(noisiest([], { ...looking, heard })[0]).toMatchObject({
      alerts: 400,
      pages: 0,
      next: [{ path: '/settings/silences?service=shop&alertname=Disk+%26+co' }, {}, {}],
    })
  })

  it('leaves rehearsals out', () => {
    expect(noisiest([burnt('a', [], { drill: true })], looking)).toEqual([])
  })
})
