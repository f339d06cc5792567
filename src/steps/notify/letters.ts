import type { Incident } from '../../incident/incident.ts'
import type { Letter } from './channel.ts'
import { clock } from './say.ts'

type Written = Pick<Letter, 'subject' | 'text'>

/** One tap each from a message to what it names; looking there changes nothing. The link itself comes before them. */
export function ways(link: string): string[] {
  return [
    `Logs and what changed: ${link}/logs`,
    `Watch the terminal: ${link}/terminal`,
    `Tell everyone: ${link}/tell`,
    `Call in the team: ${link}/call-in`,
    `Hand over: ${link}/hand-over`,
  ]
}

/** Mails that are not calls, whole. */
export const letters = {
  /** In doubt it is sent again, and says so. */
  asRepeat: (letter: Written): Written => ({
    ...letter,
    text: `This may be a repeat: we could not tell whether it arrived.\n\n${letter.text}`,
  }),

  toStakeholder: (is: Incident, text: string, link: string): Written => ({
    subject: `${is.status === 'resolved' ? 'Over' : 'Under way'}: ${is.title}`,
    text: [text, '', 'How it goes on (this page is yours, it needs no account):', link, ''].join('\n'),
  }),

  wasItYou: (is: Incident, summary: string, link: string, zone: string): Written => ({
    subject: `Was it you? ${is.severity.toUpperCase()} ${is.service}: ${is.title}`,
    text: [
      `${is.title}, since ${clock(is.startedAt || is.openedAt, zone)}.`,
      `Shortly before, you changed this: ${summary}`,
      '',
      'Nobody blames you: one word of yours saves those who look for it much time. "Maybe mine" or "Not mine", one tap each:',
      link,
      '',
    ].join('\n'),
  }),

  digest: (small: Incident[], url: string): Written => ({
    subject: `Good morning: ${small.length} small ${small.length === 1 ? 'thing' : 'things'} to look at`,
    text: [
      'None of these woke anybody:',
      '',
      ...small.map(is => `INC-${is.number} ${is.service}: ${is.title}  ${url}/incidents/${is.number}`),
      '',
    ].join('\n'),
  }),
}
