import { channelOf, contactInWords } from '../../roster/contact-name.ts'

/** Whether a channel can wake somebody who sleeps: surely, if the phone is told to let it, or not at all. */
export type Wakes = 'yes' | 'maybe' | 'no'

export interface Waking {
  wakes: Wakes
  /** Why, and what to do about it. */
  why: string
}

/** The one table. No channel says `yes`: what a phone does at night is decided on the phone. */
export const channelWakes = {
  ntfy: {
    wakes: 'maybe',
    why: 'It comes at the highest priority. On Android switch on "Keep alerting for highest priority" in the ntfy app: then it rings through Do Not Disturb until you look. An iPhone in a Focus stays silent.',
  },
  telegram: {
    wakes: 'maybe',
    why: 'It comes as a message with sound. A silenced phone or a muted chat stays silent: let Telegram through Do Not Disturb.',
  },
  'web-push': {
    wakes: 'maybe',
    why: 'It stays on the screen until it is touched, with its buttons. No browser rings through Do Not Disturb or a silenced phone, and one that is closed on a computer shows nothing. On an iPhone put Fireline on the Home Screen first.',
  },
  sms: {
    wakes: 'maybe',
    why: 'One short sound, wherever there is a network and without any app. A silenced phone stays silent: save the sender as a contact that may always be heard.',
  },
  voice: {
    wakes: 'maybe',
    why: 'It rings like any call, and a key is the answer. Save the number as a contact that may always be heard: then it rings through Do Not Disturb.',
  },
  'sms-gateway': {
    wakes: 'maybe',
    why: 'One short sound, if the gateway passes it on: Fireline hears only that it was taken. Save the sender as a contact that may always be heard.',
  },
  mattermost: {
    wakes: 'maybe',
    why: 'A direct message makes a sound on the phone unless you are seen as active elsewhere. Set mobile push to "always", and let Mattermost through Do Not Disturb.',
  },
  discord: {
    wakes: 'maybe',
    why: 'With your user ID you are mentioned, and the phone makes a sound. A muted server or a phone in Do Not Disturb stays silent: let Discord through.',
  },
  teams: {
    wakes: 'no',
    why: 'A workflow posts without mentioning you, and Teams keeps quiet hours at night: hardly any phone rings for it.',
  },
  webhook: { wakes: 'maybe', why: 'What receives it decides; Fireline cannot know.' },
  mail: { wakes: 'no', why: 'Mail comes in quietly: hardly any phone rings for it at night.' },
} as const satisfies Record<string, Waking>

export type ChannelKind = keyof typeof channelWakes

/** A contact wakes as its channel does. */
const wakesOf = (contact: string): Wakes => {
  const channel = channelOf(contact)
  return channel in channelWakes ? channelWakes[channel as ChannelKind].wakes : 'no'
}

/** How somebody is woken by their contacts, best first; `trouble` when a page at night may not reach them. */
export interface Reach {
  wakes: Wakes
  channels: readonly string[]
  trouble?: string
}

export function reachOf(channels: readonly string[]): Reach {
  const kinds = channels.map(wakesOf)
  const wakes = (['yes', 'maybe'] as const).find(one => kinds.includes(one)) ?? 'no'
  const trouble = troubleWith(channels, wakes)
  return { wakes, channels, ...(trouble && { trouble }) }
}

function troubleWith(channels: readonly string[], wakes: Wakes): string | undefined {
  if (channels.length === 0) return 'Nothing can page you yet: no channel is set up. Ring your phone first.'
  if (wakes !== 'no') return undefined
  const words = channels.map(contactInWords).join(' and ')
  const only = channels.length === 1 ? `only by ${words}` : `by ${words}`
  return `You are paged ${only}, and that wakes nobody. Add ntfy or Telegram on your phone.`
}

/** What is left when every other channel is down; undefined when that may still wake somebody. */
export function lastResort({ channels, wakes }: Reach): string | undefined {
  const last = channels.at(-1)
  if (wakes === 'no' || last === undefined || wakesOf(last) !== 'no') return undefined
  return `When nothing else gets through, ${contactInWords(last)} is what is left, and that wakes nobody.`
}
