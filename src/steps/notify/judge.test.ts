import { describe, expect, it } from 'vitest'
import type { Ask } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'
import { replay } from '../../incident/replay.ts'
import type { NotifyBody } from './asks.ts'
import { judgePage } from './judge.ts'

const call = { id: 'call-1', person: 'ana', channel: 'ntfy', reason: 'x', state: 'shown', at: '2026-03-02T02:58:00Z' }
const over = { ...replay([]), status: 'resolved', signature: 's1', calls: [call] } as Incident
const says = (was: Incident, person: string, useful: 'yes' | 'noise' | 'lower') =>
  judgePage(
    was,
    { by: { kind: 'person', id: person, name: person }, body: { useful } } as Ask<NotifyBody<'judge-page'>>,
    {},
  )

describe('was this page useful?', () => {
  it('is kept with the call and the signature', () => {
    expect(says(over, 'ana', 'noise')).toMatchObject([
      { type: 'PageJudged', data: { person: 'ana', call: 'call-1', useful: 'noise', signature: 's1' } },
    ])
  })

  it('can be said anew; the same word again changes nothing', () => {
    const said = { ...over, judgements: [{ person: 'ana', call: 'call-1', useful: 'noise' as const }] }
    expect(says(said, 'ana', 'noise')).toEqual([])
    expect(says(said, 'ana', 'lower')).toHaveLength(1)
  })

  it('is not for whoever was not paged', () => {
    expect(says(over, 'ben', 'yes')).toEqual([])
  })
})
