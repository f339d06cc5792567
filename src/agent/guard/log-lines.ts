import type { EventData } from '../../incident/events.ts'

/** What somebody other than a login with a terminal did, as a line of a log says it. */
export type Noticed = Pick<EventData['HostTouched'], 'what' | 'who' | 'from' | 'why'>

/**
 * sshd says what a session is for from LogLevel VERBOSE on; a terminal's is the guard's own to tell. The words come right after the name of the
 * program that wrote them, so that a user name that somebody tries to log in with cannot look like one.
 */
const session =
  /\bsshd(?:-session)?\[\d+\]: Starting session: (command|subsystem '[^']{1,60}') for (\S{1,64}) from (\S{1,64}) port \d+/
const cron = /\b(?:CRON|crond?)\[\d+\]: \((\S{1,64})\) CMD \((.*)\)$/
const dpkg = /^\d{4}-\d\d-\d\d [\d:]{8} (install|upgrade|remove|purge) (\S+?)(?::\w+)? (\S+) (\S+)$/

/** Nothing when it is about nothing that anybody did. */
export function noticedIn(line: string): Noticed | undefined {
  const [, kind, user, from] = session.exec(line) ?? []
  if (kind && user && from) return { what: 'no-tty', who: user, from }
  const [, owner, command = ''] = cron.exec(line) ?? []
  if (owner) return { what: 'cron', who: owner, why: command.trim().slice(0, 200) }
  const [, did, name, was, is] = dpkg.exec(line) ?? []
  if (did && name) return { what: 'package', why: [did, name, versions(was, is)].join(' ').trim() }
  return undefined
}

/** A line of the guard's own log. */
export function letInBy(line: string): Noticed | undefined {
  const [, day, time, who] =
    /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\dZ no answer from Fireline; (\S{1,64}) was let in$/.exec(line) ?? []
  return who ? { what: 'unasked', who, why: `Fireline did not answer at ${day} ${time} UTC` } : undefined
}

const versions = (was = '', is = ''): string => [was, is].filter(one => one !== '<none>').join(' -> ')
