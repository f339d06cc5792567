import { expect, it } from 'vitest'
import type { Call, Incident } from './incident.ts'
import { unopened } from './replay.ts'
import { stateCard } from './state-card.ts'
import { comingWords, whoComes } from './who-comes.ts'

const at = '2026-11-12T03:04:00.000Z'
const now = '2026-11-12T03:26:00.000Z'
const names: Record<string, string> = { ana: 'Ana', ben: 'Ben', cem: 'Cem', dora: 'Dora', eve: 'Eve', fay: 'Fay' }
const nameOf = (person: string) => names[person] ?? 'Somebody'
const here = (person: string, as: 'responder' | 'observer' = 'responder') => ({
  person,
  name: nameOf(person),
  as,
  joinedAt: at,
})
const burning: Incident = {
  ...unopened,
  number: 142,
  title: 'Checkout shows no data',
  severity: 'sev2',
  service: 'checkout',
  openedAt: at,
}

it('hands over what it is, what was found and done, what is open, and who is here', () => {
  const theory = { evidenceAgainst: [], evidenceFor: [], by: 'Ben', at, state: 'theory' as const }
  const is: Incident = {
    ...burning,
    lead: 'ana',
    operator: 'ana',
    people: [here('ana'), here('ben'), here('cem', 'observer')],
    hypotheses: [
      { ...theory, id: 'h1', ref: 'H1', statement: 'The database', state: 'ruled out', ruledOutBecause: 'flat' },
      { ...theory, id: 'h2', ref: 'H2', statement: 'The deploy', evidenceFor: [{ evidence: 'e2' }] },
      { ...theory, id: 'h3', ref: 'H3', statement: 'The cache' },
    ],
    evidence: [
      { id: 'e2', ref: 'E2', source: 'gw-1', kind: 'paste', excerpt: '', digest: '', bytes: 0, by: 'Mira', at },
    ],
    objections: [
      { id: 'o1', ref: 'O1', to: 'c1', reason: 'webhooks stop', state: 'open', person: 'eve', by: 'Eve', at },
    ],
    nextUpdateDueAt: '2026-11-12T03:25:00.000Z',
  }
  expect(stateCard(is, now, nameOf)).toBe(
    `What: INC-142 sev2 checkout, Checkout shows no data, since 03:04 UTC (22 min), open.
Found: maybe “The deploy” (for it E2).
  maybe “The cache” (nothing for it yet).
  not “The database”: flat.
Done: nothing changed yet.
Open: Eve objects: webhooks stop
  the next update was due 03:25 UTC.
Here: Ana (leads, has the keyboard), Ben.`,
  )
})

it('says so where nothing is known yet and nobody is here', () => {
  expect(stateCard(burning, now, nameOf).split('\n').slice(1)).toEqual([
    'Found: no cause yet.',
    'Done: nothing changed yet.',
    'Here: nobody.',
  ])
})

it('says who is here and who comes, those first who can be hoped for', () => {
  const call = (id: string, person: string, state: Call['state'], channel = 'mail') => ({
    id,
    person,
    state,
    channel,
    reason: '',
    at,
  })
  const is: Incident = {
    ...burning,
    lead: 'ana',
    people: [here('ana'), { ...here('ben'), leftAt: at }],
    cannot: ['fay'],
    calls: [
      call('1', 'ana', 'shown'),
      call('2', 'fay', 'handed over'),
      call('3', 'eve', 'failed'),
      call('4', 'ben', 'failed', 'ntfy'),
      call('5', 'ben', 'handed over'),
      call('6', 'cem', 'owed', 'telegram'),
      call('7', 'dora', 'shown'),
    ],
  }
  const words = whoComes(is).map(one => `${nameOf(one.person)}: ${comingWords(one, is, () => '03:04')}`)
  expect(words).toEqual([
    'Ana: here since 03:04, leads',
    'Dora: called by mail at 03:04, has seen it',
    'Ben: called by mail at 03:04, no answer yet',
    'Cem: is being called by telegram',
    'Eve: could not be reached by mail',
    'Fay: cannot take it',
  ])
})
