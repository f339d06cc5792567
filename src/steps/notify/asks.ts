import { z } from 'zod'
import type { AskSpecs } from '../../incident/asks.ts'
import { usefuls } from '../../incident/judgement.ts'

const text = (most: number) => z.string().trim().min(1).max(most)
const id = text(100)
const moment = z.iso
  .datetime({ offset: true, message: 'A time in RFC 3339, as "2026-11-23T03:30:00Z".' })
  .transform(at => new Date(at).toISOString())
const nothing = z.strictObject({})
const severity = z.enum(['sev1', 'sev2', 'sev3', 'sev4'])
const aboutChange = z.strictObject({ change: text(200).optional(), note: text(2_000).optional() })

const callInBody = z
  .strictObject({ team: text(100).optional(), people: z.array(id).min(1).max(100).optional() })
  .refine(({ team, people }) => (team === undefined) !== (people === undefined), {
    message: 'Either a team or people.',
    path: ['team'],
  })

const pageBody = z
  .strictObject({ person: id.optional(), schedule: text(100).optional() })
  .refine(({ person, schedule }) => (person === undefined) !== (schedule === undefined), {
    message: 'Either a person or a schedule.',
    path: ['person'],
  })

/** What may be asked of this step. */
export const notifyAsks = {
  acknowledge: {
    body: nothing,
    action: 'respond',
    peopleOnly: true,
    says: '"I have it": 30 minutes of quiet, and lead and keyboard where nobody has them.',
  },
  'i-cannot': {
    body: z.strictObject({ note: text(2_000).optional() }),
    action: 'respond',
    peopleOnly: true,
    says: '"I cannot": the next one is paged at once.',
  },
  snooze: {
    body: z.strictObject({ untilAt: moment }),
    action: 'respond',
    says: 'Quiet until this time, then it pages again.',
  },
  'set-severity': {
    body: z.strictObject({ severity, reason: text(2_000).optional() }),
    action: 'respond',
    says: 'How bad it is for users; worse than before pages when nobody has it.',
  },
  'post-update': {
    body: z.strictObject({
      text: text(10_000),
      audience: z.enum(['responders', 'stakeholders']),
      nextUpdateDueAt: moment
        .nullable()
        .optional()
        .meta({ description: 'To stakeholders without it: 30 minutes on sev1, an hour on sev2. null promises none.' }),
    }),
    action: 'respond',
    says: 'A word to those who work on it, or by mail to all who must know.',
  },
  'tell-stakeholders': {
    body: z.strictObject({ text: text(10_000).optional() }),
    action: 'respond',
    says: 'Mails those who must know; without a text, what is known so far.',
  },
  'call-in': { body: callInBody, action: 'respond', says: 'Pages a whole team, or these people, to come and help.' },
  page: { body: pageBody, action: 'respond', says: 'Pages one person, or whoever is on call there.' },
  'maybe-mine': { body: aboutChange, action: 'respond', says: '"It may have been my change."' },
  'not-mine': { body: aboutChange, action: 'respond', says: '"It was not my change."' },
  'judge-page': {
    body: z.strictObject({ useful: z.enum(usefuls) }),
    action: 'respond',
    peopleOnly: true,
    says: 'Whether it was right to page you: yes, noise, or lower next time. Counted for the week; another word changes it.',
  },

  escalate: {
    body: z.strictObject({ run: z.int(), round: z.int(), step: z.int() }),
    action: 'system',
    says: 'A step of the escalation policy is due.',
  },
  'page-for-lead': {
    body: nothing,
    action: 'system',
    says: 'Nobody leads, and the room was told: the policy is paged.',
  },
  'page-again': { body: nothing, action: 'system', says: 'It became worse, or is open again: escalation begins anew.' },
  'expire-acknowledgement': {
    body: z.strictObject({ until: z.string() }),
    action: 'system',
    says: 'The quiet is over: whoever had it and who is on call are paged again.',
  },
  'record-call': {
    body: z.strictObject({
      call: z.string(),
      outcome: z.enum(['handed over', 'failed']),
      answer: z.string(),
      repeat: z.boolean().optional(),
      together: z.string().optional(),
      isMoot: z.boolean().optional(),
    }),
    action: 'system',
    says: 'What became of a call.',
  },
  'channel-down': {
    body: z.strictObject({ call: z.string() }),
    action: 'system',
    says: 'A channel does not answer: the same person is called over the next one.',
  },
  'call-shown': { body: z.strictObject({ call: z.string() }), action: 'system', says: 'Somebody looked at a call.' },
  'call-tapped': {
    body: z.strictObject({ call: z.string() }),
    action: 'system',
    says: 'Somebody pressed a button of a call.',
  },
  'ask-authors': { body: nothing, action: 'system', says: '"Was it you?" to who changed something shortly before.' },
  'auto-tell-stakeholders': {
    body: nothing,
    action: 'system',
    says: 'Ten minutes and nobody has it: those who must know are told.',
  },
  'tell-over': {
    body: nothing,
    action: 'system',
    says: 'It is over, and nobody said so to those who were told: they hear it.',
  },
  'update-due': {
    body: z.strictObject({ dueAt: z.string(), nag: z.int().optional() }),
    action: 'system',
    says: 'The promised update is due: somebody else in the room is reminded, then the lead, then who else is on call.',
  },
  'tell-of-waiver': {
    body: z.strictObject({ waiver: z.string(), by: z.string() }),
    action: 'system',
    says: 'Somebody alone goes without what a rule asks: the next person of the policy is told.',
  },
  'weigh-silence': {
    body: nothing,
    action: 'system',
    says: 'A silence began, changed or ended: calls of what it covers wait, or go on.',
  },
} satisfies AskSpecs

export type NotifyBody<N extends keyof typeof notifyAsks> = z.infer<(typeof notifyAsks)[N]['body']>
