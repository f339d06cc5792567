import { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'
import type { AlertSaid } from '../../incident/events.ts'

const text = (most: number) => z.string().trim().min(1).max(most)
const severity = z.enum(['sev1', 'sev2', 'sev3', 'sev4'])

export const declareBody = z.strictObject({
  title: text(300),
  severity,
  service: text(100).default('default'),
})

/** A stored text: its sha256, its length in bytes, and how it begins. */
const stored = z.strictObject({ digest: z.string(), bytes: z.number().int(), excerpt: z.string().max(2_000) })

/** What may be asked of this step. */
export const intakeAsks = {
  declare: {
    body: declareBody.extend({ number: z.number().int() }),
    action: 'system',
    says: 'A person reports: an incident is opened.',
  },
  'open-for-alert': {
    body: z.strictObject({
      number: z.number().int(),
      service: text(100),
      severity,
      groupKey: z.string(),
      unrouted: z.boolean(),
      source: z.string(),
      alert: z.custom<AlertSaid>(),
      message: stored,
    }),
    action: 'system',
    says: 'An alert opens an incident; its own message is the first piece of evidence.',
  },
  'join-alerts': {
    body: z.strictObject({}),
    action: 'system',
    says: 'Tells the alerts that joined: at once when it is time or one is worse, else a few seconds later, together.',
  },
  'recover-alerts': {
    body: z.strictObject({ alerts: z.array(z.string()), stillFiring: z.number().int(), worst: severity.optional() }),
    action: 'system',
    says: 'Alerts recovered; the last one ends an incident that nobody took.',
  },
  'note-flapping': {
    body: z.strictObject({
      alert: z.string(),
      title: z.string(),
      changes: z.number().int(),
      withinMs: z.number().int(),
    }),
    action: 'system',
    says: 'An alert flaps: the incident stays as it is until it was steady.',
  },
  'note-silence': {
    body: z.strictObject({
      silence: z.string(),
      kind: z.enum(['silence', 'maintenance']),
      reason: z.string(),
      createdBy: z.string(),
      until: z.string(),
      count: z.number().int(),
      alerts: z.array(z.string()),
    }),
    action: 'system',
    says: 'A silence covers alerts that fire here: later ones like them open and page nothing until it ends.',
  },
  'note-acknowledged-elsewhere': {
    body: z.strictObject({ title: z.string(), source: z.string(), message: stored }),
    action: 'system',
    says: "The sender says that somebody acknowledged an alert on its side. That is nobody's acknowledgement here.",
  },
  'note-left-out': {
    body: z.strictObject({ source: z.string(), message: stored }),
    action: 'system',
    says: 'The sender left alerts out of the message that opened this, or joined it.',
  },
  'tell-reports': {
    body: z.strictObject({}),
    action: 'system',
    says: 'Tells what people outside reported: one piece of evidence that counts, at once and then ever more seldom.',
  },
} satisfies AskSpecs
