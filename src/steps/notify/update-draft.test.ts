import { expect, it } from 'vitest'
import type { Incident, Shift } from '../../incident/incident.ts'
import { unopened } from '../../incident/replay.ts'
import { updateDraft } from './update-draft.ts'

const at = '2026-11-12T03:21:00.000Z'
const burning: Incident = { ...unopened, service: 'shop', openedAt: at }
const moved: Shift = {
  id: 'x',
  ref: 'X1',
  standBy: 'spare-in-rack-9',
  share: 100,
  observed: 100,
  wayBack: [],
  state: 'moved',
  checks: [],
  by: 'Ana',
  at,
  movedAt: at,
}
const draft = (shift: Partial<Shift>) => updateDraft({ ...burning, shifts: [{ ...moved, ...shift }] })

it('a word to everyone says that traffic was moved, and names no server of ours', () => {
  expect(draft({})).toBe(
    'shop has not worked as it should since 03:21 UTC. It runs from our stand-by since 03:21 UTC. We are still looking for the cause.',
  )
  expect(draft({})).not.toContain('rack')
})

it('says nothing of traffic that is on its way, goes back, or is back', () => {
  const silent: Partial<Shift>[] = [
    { state: 'moving' },
    { announced: { why: 'errors', effectiveAt: at } },
    { state: 'reverted' },
    { state: 'failed' },
  ]
  for (const shift of silent) expect(draft(shift)).not.toContain('stand-by')
})
