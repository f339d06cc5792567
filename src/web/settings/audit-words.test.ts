import { expect, it } from 'vitest'
import { actionInWords, sentInWords } from './audit-words.ts'

const ben = '01999999-0000-7000-8000-000000000001'
const nameOf = (id: string) => (id === ben ? 'Ben' : undefined)

it('says what was done, to whom by name, and leaves ids to the export', () => {
  expect(actionInWords('PUT /api/v1/people/:person/contacts', { person: ben, id: ben }, nameOf)).toBe(
    'set how to reach Ben',
  )
  const token = '01999999-0000-7000-8000-000000000002'
  expect(actionInWords('POST /api/v1/people/:person/tokens', { person: ben, id: token }, nameOf)).toBe(
    'made a token for Ben',
  )
  expect(actionInWords('PUT /api/v1/room-rules/:rule', { rule: 'open-objection' }, nameOf)).toBe(
    'set the rule open-objection',
  )
  expect(actionInWords('POST /api/v1/new', {}, nameOf)).toBe('POST /api/v1/new')
})

it('says what was sent; what was not kept is only named', () => {
  const said = { contacts: [{ channel: 'ntfy', settings: { topic: '(not shown)' } }], role: 'admin', n: 3 }
  expect(sentInWords(said)).toBe('contacts: channel: ntfy, settings: topic (not shown), role: admin, n: 3')
  expect(sentInWords(null)).toBe('')
})
