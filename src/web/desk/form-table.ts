/** What a person fills in for one value of a command's body. */
export interface Field {
  label: string
  kind:
    | 'line'
    | 'text'
    | 'code'
    | 'lines'
    | 'choice'
    | 'evidence'
    | 'hypothesis'
    | 'person'
    | 'people'
    | 'team'
    | 'thing'
    | 'incident'
    | 'time'
    | 'minutes'
  hint?: string
  options?: readonly (readonly [value: string, says: string])[]
  optional?: true
  initial?: string
  /** Asked only where it is named: the form of the command leaves it out. */
  apart?: true
}

interface Form {
  title: string
  verb: string
  fields: Record<string, Field>
}

const why: Field = { label: 'Why', kind: 'text' }
const because: Field = { ...why, optional: true }
const toPerson: Field = { label: 'Who', kind: 'person' }
const audience: Field = {
  label: 'For whom',
  kind: 'choice',
  options: [
    ['responders', 'Those who work on it'],
    ['stakeholders', 'Everyone who must know'],
  ],
}
export const severityField: Field = {
  label: 'How bad for users',
  kind: 'choice',
  options: [
    ['sev1', 'sev1, nobody can use it'],
    ['sev2', 'sev2, many feel it'],
    ['sev3', 'sev3, some feel it'],
    ['sev4', 'sev4, nobody should feel it yet'],
  ],
}
const evidenceKind: Field = {
  label: 'What it is',
  kind: 'choice',
  options: [
    ['paste', 'Something I saw, pasted'],
    ['statement', 'What I did or know'],
    ['command', 'A command and its output'],
    ['query', 'A query and its answer'],
    ['file', 'A file'],
  ],
}
const timeBox: Field = {
  label: 'For how long',
  kind: 'minutes',
  options: [
    ['10', '10 minutes'],
    ['5', '5 minutes'],
    ['20', '20 minutes'],
    ['30', 'half an hour'],
    ['60', 'an hour'],
  ],
}
const stance: Field = {
  label: 'It speaks',
  kind: 'choice',
  options: [
    ['for', 'for it'],
    ['against', 'against it'],
  ],
}

/** The form of each command that asks for something, in the words of the room. */
export const forms: Record<string, Form> = {
  'i-cannot': {
    title: 'I cannot take it',
    verb: 'Page the next one now',
    fields: { note: { ...because, label: 'A word to the next' } },
  },
  'set-severity': {
    title: 'How bad is it',
    verb: 'Set severity',
    fields: { severity: severityField, reason: because },
  },
  'post-update': {
    title: 'Post an update',
    verb: 'Post update',
    fields: {
      text: { label: 'What you know, and what happens next', kind: 'text' },
      audience,
      nextUpdateDueAt: {
        label: 'Next word by',
        kind: 'time',
        optional: true,
        hint: 'Left empty, everyone hears: within 30 minutes on sev1, an hour on sev2.',
      },
    },
  },
  'tell-stakeholders': {
    title: 'Tell everyone who must know',
    verb: 'Tell them',
    fields: {
      text: { label: 'In your words', kind: 'text', optional: true, hint: 'Left empty: what is known so far.' },
    },
  },
  page: { title: 'Page somebody', verb: 'Page them', fields: { person: toPerson } },
  'call-in': {
    title: 'Call for help',
    verb: 'Call in',
    fields: {
      people: { ...toPerson, kind: 'people' },
      team: { label: 'Everybody of the team', kind: 'team', apart: true },
    },
  },
  'add-evidence': {
    title: 'Add evidence',
    verb: 'Keep it',
    fields: {
      text: { label: 'What you see', kind: 'code' },
      source: { label: 'Where it is from', kind: 'line', hint: 'A host, a dashboard, a person', initial: 'what I saw' },
      kind: evidenceKind,
    },
  },
  'propose-hypothesis': {
    title: 'What might it be',
    verb: 'Put it on the board',
    fields: { statement: { label: 'In one sentence', kind: 'line' } },
  },
  'attach-evidence': {
    title: 'Attach evidence',
    verb: 'Attach it',
    fields: {
      evidence: { label: 'Evidence', kind: 'evidence' },
      hypothesis: { label: 'To', kind: 'hypothesis' },
      stance,
      why: because,
    },
  },
  'rule-out': {
    title: 'Rule it out',
    verb: 'Rule it out',
    fields: {
      hypothesis: { label: 'Which', kind: 'hypothesis' },
      reason: { label: 'The fact that speaks against it', kind: 'text' },
      evidence: { label: 'Evidence', kind: 'evidence', optional: true },
    },
  },
  'confirm-cause': {
    title: 'Confirm the cause',
    verb: 'Confirm the cause',
    fields: { hypothesis: { label: 'Which', kind: 'hypothesis' } },
  },
  'known-issue': {
    title: 'We know this one',
    verb: 'Say so',
    fields: { says: { label: 'In one line', kind: 'line' } },
  },
  'offer-lead': { title: 'Offer the lead', verb: 'Offer it', fields: { to: toPerson } },
  'give-keyboard': { title: 'Give the keyboard', verb: 'Give it', fields: { to: toPerson } },
  'take-over': { title: 'Take over', verb: 'Take over', fields: { reason: why } },
  suggest: {
    title: 'Suggest a remedy',
    verb: 'Suggest it',
    fields: {
      text: { label: 'What to do', kind: 'text' },
      why: { ...why, label: 'Why it helps' },
      command: { label: 'The command', kind: 'code', optional: true },
    },
  },
  'support-suggestion': {
    title: 'Support it',
    verb: 'Support it',
    fields: { reason: { ...because, label: 'What speaks for it' } },
  },
  'give-task': {
    title: 'Give a task',
    verb: 'Give it',
    fields: {
      what: { label: 'What', kind: 'line' },
      to: { ...toPerson, optional: true, hint: 'None: whoever takes it.' },
      minutes: timeBox,
    },
  },
  'done-with-task': { title: 'It is done', verb: 'Done', fields: { note: { ...because, label: 'What came of it' } } },
  'drop-task': { title: 'Drop it', verb: 'Drop it', fields: { reason: because } },
  'hold-suggestion': { title: 'Hold it', verb: 'Hold it', fields: { reason: because } },
  'decline-suggestion': { title: 'Decline it', verb: 'Decline', fields: { reason: why } },
  object: {
    title: 'Object',
    verb: 'Object',
    fields: { to: { label: 'To', kind: 'thing' }, reason: { ...why, label: 'What would go wrong' } },
  },
  'answer-objection': {
    title: 'Answer the objection',
    verb: 'Answer it',
    fields: { answer: { label: 'Your answer', kind: 'text' } },
  },
  'propose-change': {
    title: 'Propose a change',
    verb: 'Propose it',
    fields: {
      what: { label: 'What changes', kind: 'line' },
      intent: {
        label: 'What for',
        kind: 'choice',
        options: [
          ['mitigation', 'Mitigation: users stop hurting'],
          ['fix', 'Fix: the cause goes away'],
        ],
      },
      kind: {
        label: 'How easy is the way back',
        kind: 'choice',
        options: [
          ['complex', 'Complex: it touches data'],
          ['simple', 'Simple: one step back undoes it'],
        ],
      },
      touches: {
        label: 'What it touches',
        kind: 'lines',
        hint: 'One a line: pg:shop/shop/public.orders, dir:/etc/shop',
        optional: true,
      },
      commands: { label: 'Commands', kind: 'lines', hint: 'One a line. None: you do it by hand.', optional: true },
      verify: { label: 'It worked if', kind: 'line', optional: true },
      undo: { label: 'The way back', kind: 'line', optional: true },
    },
  },
  waive: {
    title: 'Go without',
    verb: 'Go without it',
    fields: { reason: { ...why, hint: 'It stands on the timeline, and counts in 5 s.' } },
  },
  'shift-traffic': {
    title: 'Move traffic',
    verb: 'Move it',
    fields: { despite: { ...why, label: 'Why it goes all the same' }, fenced: { ...why, label: 'How you know' } },
  },
  'hold-way-back': { title: 'Hold the way back', verb: 'Hold it', fields: { reason: why } },
  'stop-backup': { title: 'Stop this copy', verb: 'Stop it', fields: { reason: because } },
  mitigate: {
    title: 'Users no longer hurt',
    verb: 'Mitigated',
    fields: { summary: { label: 'What helped', kind: 'text', optional: true } },
  },
  resolve: {
    title: 'Resolve it',
    verb: 'Resolve',
    fields: { summary: { label: 'What it was, and what ended it', kind: 'text', optional: true } },
  },
  reopen: { title: 'Open it again', verb: 'Open it again', fields: { reason: because } },
  'ask-was-it-you': { title: 'Was it you?', verb: 'Ask them', fields: { person: toPerson } },
  'note-command': {
    title: 'Note a command',
    verb: 'Note it',
    fields: {
      command: { label: 'What you ran', kind: 'code' },
      host: { label: 'Where', kind: 'line', optional: true },
    },
  },
  'verify-change': { title: 'It worked', verb: 'It worked', fields: { note: { ...because, label: 'How you know' } } },
  'merge-into': {
    title: 'The same fire as another incident',
    verb: 'Go on there',
    fields: { incident: { label: 'People go on in', kind: 'incident' } },
  },
  redact: { title: 'Take it out', verb: 'Take it out for good', fields: { reason: why } },
}
