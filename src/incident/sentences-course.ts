import { overWords } from '../roster/contact-name.ts'
import type { EventType } from './events.ts'
import { usefulWords } from './judgement.ts'
import { count, decision, doer, machine, need, people, type SentenceBy, said, strong, time } from './sentence.ts'

/** How an alert arrives, and how everyone who should know gets to know. */
export const tellingSentences = {
  IncidentOpened: (entry, { is }) =>
    entry.data.openedBy === 'person'
      ? decision('flag', doer(entry), ` declared ${entry.data.severity}: ${entry.data.title}`)
      : machine('bell', strong(`INC-${is.number}`), ` opened for ${entry.data.service}, ${entry.data.severity}`),
  AlertReceived: ({ data }) => machine('bell', strong(data.title), ` fired on ${data.service}`),
  AlertsJoined: ({ data }) => machine('bell', `${count(data.count, 'more alert')} joined: `, strong(data.first)),
  AlertsRecovered: ({ data }) =>
    data.stillFiring === 0
      ? decision('check', strong('All alerts recovered'))
      : machine('check', `${count(data.alerts.length, 'alert')} recovered, ${data.stillFiring} still firing`),
  AlertFlaps: ({ data }) =>
    machine(
      'bell',
      strong(data.title),
      ` flaps: ${data.changes} changes. Until it was steady for ${Math.round(data.withinMs / 60_000)} min, this stays open`,
    ),
  AlertsSilenced: ({ data }) =>
    people(
      'bell',
      strong(data.createdBy),
      data.kind === 'maintenance' ? ' began maintenance' : ' silenced',
      `: ${count(data.count, 'alert')} here, until `,
      time(data.until),
      `. ${data.reason}`,
    ),
  Acknowledged: ({ data }, { nameOf }) =>
    data.renewed
      ? machine('done', `${nameOf(data.person)} is at it. Quiet goes on until `, time(data.until))
      : decision('done', strong(nameOf(data.person)), ' has it. Quiet until ', time(data.until)),
  AcknowledgementExpired: ({ data }, { nameOf }) =>
    data.calm
      ? machine('bell', `The quiet of ${nameOf(data.person)} is over; nothing fires any more that calls anybody`)
      : need('bell', `The quiet is over; ${nameOf(data.person)} is asked again`),
  CannotTake: ({ data }, { nameOf }) =>
    people('x', strong(nameOf(data.person)), ' cannot take it', ...said(': ', data.note)),
  Snoozed: entry => people('bell', doer(entry), ' asked for quiet until ', time(entry.data.untilAt)),
  SeveritySet: entry =>
    decision(
      'flag',
      doer(entry),
      ` set ${entry.data.severity}, was ${entry.data.was}`,
      ...said(': ', entry.data.reason),
    ),
  EscalationStepped: ({ data }, { nameOf }) =>
    data.people.length === 0
      ? need('bell', `Nobody is on call at step ${data.step + 1} of ${data.policy}`)
      : machine('bell', `Paging ${data.people.map(nameOf).join(' and ')}`),
  EscalationHeld: ({ data }) =>
    machine(
      'bell',
      `${data.kind === 'maintenance' ? 'Maintenance' : `A silence of ${data.createdBy}`} covers everything that fires here: nobody more is called until `,
      time(data.until),
    ),
  EscalationResumed: () => machine('bell', 'The silence covers this no more: calling goes on'),
  CallOwed: ({ data }, { nameOf, is }) => {
    const before = is.calls.find(one => one.id === data.insteadOf)
    const why = before ? `${overWords(before)} does not answer: calling` : 'Calling'
    const later = data.dueAt ? [' at ', time(data.dueAt)] : []
    return machine('call', `${why} ${nameOf(data.person)} by ${overWords(data)}`, ...later)
  },
  CallHandedOver: ({ data }, { nameOf, is }) => {
    const call = is.calls.find(one => one.id === data.call)
    if (!call) return machine('call', 'A call was taken')
    if (data.together)
      return machine('call', `${nameOf(call.person)} was told by ${overWords(call)}, together with others`)
    return machine('call', `${nameOf(call.person)}'s ${overWords(call)} took the call`)
  },
  CallFailed: ({ data }, { nameOf, is }) => {
    const call = is.calls.find(one => one.id === data.call)
    if (data.moot)
      return machine(
        'call',
        `${call ? `${nameOf(call.person)}'s ${overWords(call)}` : 'Somebody'} was not called: ${data.answer}`,
      )
    return need(
      'call',
      `Could not reach ${call ? `${nameOf(call.person)} by ${overWords(call)}` : 'somebody'}: ${data.answer}`,
    )
  },
  CallShown: ({ data }, { nameOf, is }) => {
    const call = is.calls.find(one => one.id === data.call)
    return machine('eye', `${call ? nameOf(call.person) : 'Somebody'} looked at the call`)
  },
  CallTapped: ({ data }, { nameOf, is }) => {
    const call = is.calls.find(one => one.id === data.call)
    return machine('eye', `${call ? nameOf(call.person) : 'Somebody'} answered the call`)
  },
  PageJudged: ({ data }, { nameOf }) =>
    people('bell', strong(nameOf(data.person)), `, was the page useful? ${usefulWords[data.useful]}`),
  NobodyToCall: ({ data }) => need('stop', data.reason),
  CalledIn: (entry, { nameOf }) =>
    people('people', doer(entry), ` called in ${entry.data.team ?? entry.data.people.map(nameOf).join(', ')}`),
  UpdatePosted: entry =>
    people('horn', doer(entry), entry.data.audience === 'stakeholders' ? ' told everyone: ' : ': ', entry.data.text),
  StakeholdersTold: ({ data }) =>
    machine(
      'mail',
      data.addresses === 0
        ? 'Announced; nobody asked to hear it by mail'
        : `${count(data.addresses, 'stakeholder')} told by mail`,
    ),
  WasItYouAsked: ({ data }) =>
    machine('mail', `Asked ${data.author}: was it ${data.on ? `you on ${data.on}, ` : ''}“${data.summary}”?`),
  MaybeMine: ({ data }, { nameOf, is }) => {
    const touch = is.touched?.find(one => one.entry === data.change)
    const what = touch ? `: it was me on ${touch.host}` : ': it may be my change'
    return people('mail', strong(nameOf(data.person)), what, ...said('. ', data.note))
  },
  NotMine: ({ data }, { nameOf, is }) => {
    const touch = is.touched?.find(one => one.entry === data.change)
    const what = touch ? `: it was not me on ${touch.host}` : ': it was not my change'
    return people('mail', strong(nameOf(data.person)), what, ...said('. ', data.note))
  },
} satisfies Partial<SentenceBy<EventType>>
