import type { EventData, HostTouch } from './events.ts'

const did: Record<HostTouch, string> = {
  login: 'logged in',
  'no-tty': 'ran something',
  held: 'was held and watches',
  unasked: 'logged in unasked',
  package: 'changed a package',
  cron: 'ran a cron job',
  deploy: 'deployed',
}

/** `ben from 10.0.0.7 logged in`: who did what on a host, without the host. */
export const touchWords = ({ what, who, from }: Pick<EventData['HostTouched'], 'what' | 'who' | 'from'>): string =>
  [who ?? 'somebody', from && `from ${from}`, did[what]].filter(Boolean).join(' ')
