import { useMemo } from 'react'
import type { Evidence, Hypothesis, Incident } from '../../incident/incident.ts'
import { replay } from '../../incident/replay.ts'
import { reportLine } from '../../steps/intake/reports-text.ts'
import { Icon } from '../parts/icon.tsx'
import { OnTheTable } from './on-the-table.tsx'
import css from './replay.module.css'
import type { Story } from './use-story.ts'

const stateWords = { open: 'Not mitigated', mitigated: 'Mitigated', resolved: 'Resolved' }

/** The board as it was, from the same fold as the room: what was known, and who had what in hand. Nothing of it can be changed. */
export function BoardThen({ story, count }: { story: Story; count: number }) {
  const is = useMemo(() => replay(story.entries.slice(0, count)), [story.entries, count])
  if (count === 0) return null
  const attached = new Set(is.hypotheses.flatMap(factsOf).map(one => one.evidence))
  return (
    <div data-region="board" tabIndex={-1}>
      <section className="sec" aria-label="Then">
        <p className="small">
          <b>{is.severity}</b>, {stateWords[is.status]}. <span className="soft">{seats(is, story.nameOf)}.</span>
        </p>
      </section>
      <section className="sec" aria-labelledby="h-board">
        <h2 id="h-board">Board</h2>
        {is.hypotheses.length === 0 && <p className="empty">No theories yet.</p>}
        {is.hypotheses.map(one => (
          <Theory key={one.id} theory={one} evidence={is.evidence} />
        ))}
        <ul className={css.facts}>
          {is.evidence
            .filter(one => !attached.has(one.id))
            .map(one => (
              <Fact key={one.id} evidence={one} />
            ))}
        </ul>
      </section>
      <OnTheTable is={is} nameOf={story.nameOf} />
    </div>
  )
}

function seats(is: Incident, nameOf: Story['nameOf']): string {
  const lead = is.lead ?? is.acknowledgedBy
  if (!lead) return 'Nobody has it'
  if (!is.operator || is.operator === lead) return `${nameOf(lead)} has it`
  return `${nameOf(lead)} leads, ${nameOf(is.operator)} has the keyboard`
}

const factsOf = (one: Hypothesis) => [...one.evidenceFor, ...one.evidenceAgainst]
const stateIcon = { theory: 'ask', stated: 'ask', confirmed: 'check', 'ruled out': 'x' } as const

function Theory({ theory, evidence }: { theory: Hypothesis; evidence: readonly Evidence[] }) {
  const against = new Set(theory.evidenceAgainst.map(one => one.evidence))
  const facts = factsOf(theory).flatMap(one => evidence.find(fact => fact.id === one.evidence) ?? [])
  const word = theory.state === 'confirmed' ? 'cause' : theory.state
  return (
    <div className={css.theory} data-state={theory.state}>
      <div className="row top">
        <Icon name={stateIcon[theory.state]} className={theory.state === 'confirmed' ? 'proven' : 'faint'} />
        <h3>
          <span className="ref">{theory.ref}</span> {theory.statement}
        </h3>
        <span className={`push tag nowrap ${theory.state === 'confirmed' ? 'is-proven' : ''}`}>
          {word === 'theory' && facts.length === 0 ? 'no evidence' : word}
        </span>
      </div>
      <ul className={css.facts}>
        {facts.map(one => (
          <Fact key={one.id} evidence={one} says={against.has(one.id) ? 'against' : 'for'} />
        ))}
      </ul>
      {theory.ruledOutBecause && <p className="small soft">{theory.ruledOutBecause}</p>}
    </div>
  )
}

function Fact({ evidence, says }: { evidence: Evidence; says?: string }) {
  const first = evidence.excerpt.trim().split('\n')[0] ?? evidence.source
  const line = evidence.reports ? reportLine(evidence.reports) : (evidence.command ?? first)
  return (
    <li>
      <span className="ref">{evidence.ref}</span>
      <span className="clip">{line}</span>
      <span className="note nowrap">{says ?? evidence.source}</span>
    </li>
  )
}
