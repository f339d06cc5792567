import type { Next } from '../../incident/decision.ts'
import type { Change, Incident } from '../../incident/incident.ts'
import { proposedAnew } from '../../incident/next-change.ts'
import { label } from './say.ts'

const mostNamed = 3

/** The states of a change in which each ask has something to do. */
const fits: Record<'take-backup' | 'apply-change' | 'verify-change' | 'roll-back-change', readonly Change['state'][]> =
  {
    'take-backup': ['proposed', 'failed'],
    'apply-change': ['proposed', 'failed'],
    'verify-change': ['applied', 'failed'],
    'roll-back-change': ['applied', 'failed', 'verified'],
  }

/** The ways forward of this step. A `null` is for the person to fill in. */
export const next = {
  takeBackup: (change: Change, said: string = label.proveFully): Next => ({
    label: said,
    command: 'take-backup',
    body: { change: change.id, proof: 'full' },
  }),
  saveRows: (change: Change): Next => ({
    label: label.saveRows,
    command: 'take-backup',
    body: { change: change.id, driver: 'rows' },
  }),
  takeAtFull: (change: Change): Next => ({
    label: label.atFullPace,
    command: 'take-backup',
    body: { change: change.id, pace: 'full' },
  }),
  stop: (backup: string, said: string): Next => ({ label: said, command: 'stop-backup', body: { backup } }),
  takeAnyway: (change: Change, { driver, level }: { driver?: string; level?: string }): Next => ({
    label: driver === 'rows' ? label.saveAllTheSame : label.gentlyAllTheSame,
    command: 'take-backup',
    body: {
      change: change.id,
      ...(driver ? { driver } : { proof: 'full' }),
      ...(level && { level }),
      pace: 'gentle',
      anyway: true,
    },
  }),
  useLast: (change: Change, takenAt: string): Next => ({
    label: label.useLast(takenAt),
    command: 'take-backup',
    body: { change: change.id, proof: 'last' },
  }),
  goWithout: (change: Change, rule: string): Next => ({
    label: rule === 'open-objection' ? label.overrule : label.goWithout,
    command: 'waive',
    body: { rule, change: change.id, reason: null },
  }),
  apply: (change: Change, said: string = label.apply, from?: string): Next => ({
    label: said,
    command: 'apply-change',
    body: { change: change.id },
    ...(from && { from }),
  }),
  rollBack: (change: Change): Next => ({
    label: label.rollBack,
    command: 'roll-back-change',
    body: { change: change.id },
  }),
  answer: (objection: string): Next => ({
    label: label.answer,
    command: 'answer-objection',
    body: { objection, answer: null },
  }),
  confirmCause: (hypothesis: string): Next => ({
    label: label.confirmCause,
    command: 'confirm-cause',
    body: { hypothesis },
  }),
  propose: proposedAnew,
  keyboard: (host?: string): Next[] => [
    { label: label.askForKeyboard, command: 'ask-keyboard', body: host ? { host } : {} },
    {
      label: label.takeKeyboard,
      command: 'take-over',
      body: { seat: 'keyboard', reason: null, ...(host && { host }) },
    },
  ],
  control: (host?: string): Next[] => [
    { label: label.haveControl, command: 'have-control', body: host ? { host } : {} },
  ],
  lead: (): Next[] => [
    { label: label.suggest, command: 'suggest', body: { text: null, why: null } },
    { label: label.takeLead, command: 'take-over', body: { seat: 'lead', reason: null } },
  ],
  /** What may be waived, of the changes that are there; with none, the first one. */
  changes(was: Incident, rule: string): Next[] {
    const proposed = was.changes.filter(change => change.state === 'proposed').slice(-mostNamed)
    return proposed.length > 0
      ? proposed.map(change => ({ ...next.goWithout(change, rule), label: label.goWithoutFor(change.ref) }))
      : [next.proposeFirst]
  },
  /** The same ask of the changes that it fits; with none, the first one. */
  ofThese(was: Incident, command: keyof typeof fits, body: object): Next[] {
    const there = was.changes.filter(change => fits[command].includes(change.state)).slice(-mostNamed)
    return there.length > 0
      ? there.map(({ id, ref, what }) => ({ label: label.named(ref, what), command, body: { ...body, change: id } }))
      : [next.proposeFirst]
  },
  proposeFirst: {
    label: label.propose,
    command: 'propose-change',
    body: { what: null, intent: null, kind: null, touches: null, commands: null, verify: null, undo: null },
  } satisfies Next,
  /** A rule about the incident as a whole stands in nobody's way: say what it would have been about. */
  aboutTheCause: {
    label: label.stateTheory,
    command: 'propose-hypothesis',
    body: { statement: null },
  } satisfies Next,
}
