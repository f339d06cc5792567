import type { Incident } from '../../incident/incident.ts'
import type { Noisy } from '../../incident/noisy.ts'
import { type ShadowSums, shadowWords } from '../../incident/shadow-words.ts'
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

/** Where the team talks, if it has said where. */
export const joinCall = (url: string | undefined): string[] => (url ? [`Join the call: ${url}`] : [])

/** Mails that are not calls, whole. */
export const letters = {
  /** In doubt it is sent again, and says so. */
  asRepeat: (letter: Written): Written => ({
    ...letter,
    text: `This may be a repeat: we could not tell whether it arrived.\n\n${letter.text}`,
  }),

  /** `name` is what they know it by; `off` is the page that ends it. */
  toStakeholder: (
    is: Incident,
    text: string,
    { name, link, off }: { name: string; link: string; off: string },
  ): Written => ({
    subject: `${subjectOf(is)}: ${name}`,
    text: [
      text,
      ...(is.nextUpdateDueAt && is.status !== 'resolved'
        ? ['', `Next word by ${clock(is.nextUpdateDueAt, 'UTC')}, even if nothing has changed.`]
        : []),
      '',
      'How it goes on (no account needed):',
      link,
      '',
      `No more mail about ${name}, one click: ${off}`,
      '',
    ].join('\n'),
  }),

  /** Nothing is sent to an address before whoever reads there said that they want it. */
  confirm: (title: string, link: string): Written => ({
    subject: `Do you want to hear of ${title}?`,
    text: [
      `Somebody, you we hope, asked that this address hears by mail when something is wrong with ${title}.`,
      '',
      'Yes, tell me (the page asks once more, opening it changes nothing):',
      link,
      '',
      'It was not you? Then do nothing: nothing will come.',
      '',
    ].join('\n'),
  }),

  wasItYou: (is: Incident, { summary, on }: { summary: string; on?: string }, link: string, zone: string): Written => ({
    subject: `Was it you? ${is.severity.toUpperCase()} ${is.service}: ${is.title}`,
    text: [
      `${is.title}, since ${clock(is.startedAt || is.openedAt, zone)}.`,
      on ? `Meanwhile, on ${on}: ${summary}` : `Shortly before, you changed this: ${summary}`,
      '',
      `Nobody blames you: one word of yours saves those who look for it much time. ${on ? '"It was me" or "Not me"' : '"Maybe mine" or "Not mine"'}, one tap each:`,
      link,
      '',
    ].join('\n'),
  }),

  /** Monday's mail, only to who asked for it. `off` is the page that ends it. */
  /** `beside` is what senders in shadow made of the week, where there are some. */
  week: ({ noisy, beside }: { noisy: readonly Noisy[]; beside?: ShadowSums }, url: string, off: string): Written => ({
    subject: noisy.length === 0 ? 'A quiet week' : `The week's ${noisy.length} noisiest, ${pagesIn(noisy)}`,
    text: [
      noisy.length === 0 ? 'No alert fired this week.' : 'What made the most noise for the least use, worst first:',
      '',
      ...noisy.flatMap(one => [`${one.service}: ${one.name}`, `  ${noiseOf(one)}`]),
      '',
      `Silence, raise or only list each of them: ${url}/settings/noise`,
      '',
      ...(beside
        ? [`Beside your other pager: ${shadowWords(beside)}`, `Each of them: ${url}/settings/shadow`, '']
        : []),
      `No more of this mail, one click: ${off}`,
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

const subjectOf = ({ status }: Incident): string =>
  ({ open: 'Something is wrong', mitigated: 'Works again', resolved: 'Over' })[status]

const pagesIn = (noisy: readonly Noisy[]): string =>
  counted(
    noisy.reduce((sum, one) => sum + one.pages, 0),
    'page',
  )

/** `41 pages, 9 at night, 12 incidents, 230 alerts; 10 % found it useful`. */
function noiseOf({ pages, atNight, incidents, alerts, usefulShare }: Noisy): string {
  const said = [counted(pages, 'page'), `${atNight} at night`, counted(incidents, 'incident'), counted(alerts, 'alert')]
  const useful =
    usefulShare === undefined
      ? 'nobody said whether it was useful'
      : `${Math.round(usefulShare * 100)} % found it useful`
  return `${said.join(', ')}; ${useful}`
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
