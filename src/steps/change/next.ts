import type { Next } from '../../incident/decision.ts'
import type { Change, Incident } from '../../incident/incident.ts'
import { label } from './say.ts'

/** The ways forward of this step. A `null` is for the person to fill in. */
export const next = {
  takeBackup: (change: Change): Next => ({
    label: label.proveFully,
    command: 'take-backup',
    body: { change: change.id },
  }),
  goWithout: (change: Change, rule: string): Next => ({
    label: rule === 'open-objection' ? label.overrule : label.goWithout,
    command: 'waive',
    body: { rule, change: change.id, reason: null },
  }),
  apply: (change: Change, said: string = label.apply): Next => ({
    label: said,
    command: 'apply-change',
    body: { change: change.id },
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
  /** The same change proposed again, with some of it said differently. */
  propose(change: Change, said: string, differently: Record<string, unknown> = {}): Next {
    const { what, intent, kind, touches, commands, restsOn, verify, undo } = change
    const body = { what, intent, kind, touches, commands, restsOn, verify, undo, ...differently }
    const given = Object.entries(body).filter(([, value]) => value !== undefined)
    return { label: said, command: 'propose-change', body: Object.fromEntries(given) }
  },
  keyboard: (): Next[] => [
    { label: label.askForKeyboard, command: 'ask-keyboard', body: {} },
    { label: label.takeKeyboard, command: 'take-over', body: { seat: 'keyboard', reason: null } },
  ],
  lead: (): Next[] => [{ label: label.takeLead, command: 'take-over', body: { seat: 'lead', reason: null } }],
  changes: (was: Incident, rule: string): Next[] =>
    was.changes.filter(change => change.state === 'proposed').map(change => next.goWithout(change, rule)),
}
