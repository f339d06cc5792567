import { useState } from 'react'
import type { Evidence, Hypothesis } from '../../incident/incident.ts'
import { reportLine } from '../../steps/intake/reports-text.ts'
import { clockTime } from '../desk/clock.ts'
import { openForm } from '../desk/forms.ts'
import { heldBack, thing, useRoom } from '../desk/room-context.ts'
import { Icon } from '../parts/icon.tsx'
import { KeyHint } from '../parts/key-hint.tsx'
import { later } from '../parts/later.tsx'
import css from './board.module.css'
import { NoHere } from './no-here.tsx'

const EvidenceDialog = later(() => import('./evidence-dialog.tsx').then(all => all.EvidenceDialog))

/** Facts and what they speak for: a theory without evidence looks unfinished; what is ruled out stays, with the fact that did it. */
export function Board() {
  const room = useRoom()
  const { is, press, me } = room
  const [shown, setShown] = useState<Evidence>()
  const mayWrite = me.role !== 'viewer'
  const attached = new Set(
    is.hypotheses.flatMap(one => [...one.evidenceFor, ...one.evidenceAgainst]).map(one => one.evidence),
  )
  const unattached = is.evidence.filter(one => !attached.has(one.id))
  return (
    <section className="sec" aria-labelledby="h-board">
      <div className="sec-head wrap">
        <h2 id="h-board">Board</h2>
        {mayWrite && (
          <span className="push row">
            <button
              type="button"
              className="btn"
              onClick={() => press(openForm('Evidence', 'add-evidence'))}
              {...heldBack(room, 'add-evidence')}
            >
              Evidence <KeyHint name="evidence" />
            </button>
            <button
              type="button"
              className="btn"
              onClick={() => press(openForm('Hypothesis', 'propose-hypothesis'))}
              {...heldBack(room, 'propose-hypothesis')}
            >
              Hypothesis <KeyHint name="hypothesis" />
            </button>
          </span>
        )}
      </div>
      {is.hypotheses.length === 0 && <p className="empty">No theories yet. Facts first: what do you see?</p>}
      {is.hypotheses.map(one => (
        <Theory key={one.id} theory={one} onShow={setShown} />
      ))}
      <div className={css.facts}>
        {unattached.map(one => (
          <Fact key={one.id} evidence={one} onShow={setShown} />
        ))}
      </div>
      {mayWrite && !is.cause && (
        <button
          type="button"
          className="btn quiet"
          onClick={() => press(openForm('We know this one', 'known-issue'))}
          {...heldBack(room, 'known-issue')}
        >
          We know this one…
        </button>
      )}
      {shown && <EvidenceDialog evidence={shown} onClose={() => setShown(undefined)} />}
    </section>
  )
}

const stateIcon = { theory: 'ask', stated: 'ask', confirmed: 'check', 'ruled out': 'x' } as const

function Theory({ theory, onShow }: { theory: Hypothesis; onShow(evidence: Evidence): void }) {
  const room = useRoom()
  const { is, press, me } = room
  const attached = [...theory.evidenceFor, ...theory.evidenceAgainst].flatMap(
    one => is.evidence.find(e => e.id === one.evidence) ?? [],
  )
  const against = new Set(theory.evidenceAgainst.map(one => one.evidence))
  const isOpen = theory.state === 'theory' || theory.state === 'stated'
  const on = { hypothesis: theory.id }
  const word =
    theory.state === 'confirmed'
      ? 'cause'
      : theory.state === 'theory' && attached.length === 0
        ? 'no evidence'
        : theory.state
  return (
    <div className={css.card} data-state={theory.state} {...thing(room, theory.ref)}>
      <div className="row top">
        <Icon name={stateIcon[theory.state]} className={theory.state === 'confirmed' ? 'proven' : 'faint'} />
        <h3>
          <span className="ref">{theory.ref}</span> <span className={css.statement}>{theory.statement}</span>
        </h3>
        <span className={`push tag ${theory.state === 'confirmed' ? 'is-proven' : ''}`}>{word}</span>
      </div>
      <div className={css.facts}>
        {attached.map(one => (
          <Fact key={one.id} evidence={one} onShow={onShow} says={against.has(one.id) ? 'against' : 'for'} />
        ))}
      </div>
      {theory.ruledOutBecause && <p className="small soft">{theory.ruledOutBecause}</p>}
      {isOpen && me.role !== 'viewer' && (
        <div className="row wrap">
          <button
            type="button"
            className="btn"
            onClick={() => press(openForm('Attach evidence', 'attach-evidence', on))}
            {...heldBack(room, 'attach-evidence')}
          >
            Attach evidence…
          </button>
          <button
            type="button"
            className="btn"
            onClick={() => press({ label: 'Confirm', command: 'confirm-cause', body: on }, theory.id)}
            {...heldBack(room, 'confirm-cause')}
          >
            Confirm the cause
          </button>
          <button
            type="button"
            className="btn quiet"
            onClick={() => press(openForm('Rule out', 'rule-out', on))}
            {...heldBack(room, 'rule-out')}
          >
            Rule it out…
          </button>
        </div>
      )}
      <NoHere at={theory.id} />
    </div>
  )
}

function Fact({
  evidence,
  says,
  onShow,
}: {
  evidence: Evidence
  says?: 'for' | 'against'
  onShow(evidence: Evidence): void
}) {
  const room = useRoom()
  const first = evidence.excerpt.trim().split('\n')[0] ?? evidence.source
  const line = evidence.reports ? reportLine(evidence.reports) : (evidence.command ?? first)
  return (
    <button
      type="button"
      className={css.fact}
      {...thing(room, evidence.ref)}
      tabIndex={0}
      onClick={() => onShow(evidence)}
    >
      <span className="ref">{evidence.ref}</span>
      <span className="clip">{line}</span>
      <span className="note nowrap">{says ?? clockTime(evidence.at)}</span>
    </button>
  )
}
