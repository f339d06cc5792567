import type { GuardHere } from '../agent/guard/install.ts'

/** What `fireline host guard` says. */
export const say = {
  needsRoot:
    'This changes what logins on this host do: run it as root. `sudo -E` keeps your FIRELINE_URL and FIRELINE_TOKEN.',
  installed: (
    host: string,
    seconds: number,
  ): string => `The guard of ${host} answers. It is undone in ${seconds} s unless you confirm it.
Log in from another window now, so that you know you can, and there:

  fireline host guard confirm
`,
  noSshd: 'There is no sshd here, so nobody can be held.',
  held: (person: string, account: string, seconds: number): string =>
    `A second login to ${account} came in. While somebody else has the keyboard, ${person} is held there from the next login on.
It is undone in ${seconds} s unless you confirm it: log in from another window now, and there:

  fireline host guard confirm
`,
  known: (person: string): string => `${person} is known by this key, and never held.\n`,
  released: (person: string | undefined, done: boolean): string => {
    if (!done) return person ? `${person} is not held here.\n` : 'Nobody is held here.\n'
    return person ? `${person} is held no more.\n` : 'Nobody is held any more, and sshd reads what it read before.\n'
  },
  watches: 'Watching this host. Ctrl-C ends it; the guard goes on without.\n',
  stays: 'It stays. `fireline host guard uninstall` takes it off without a trace.\n',
  nothingToConfirm: 'There is nothing to confirm here: `fireline host guard status` says what there is.\n',
  gone: 'It is gone, without a trace.\n',
  none: 'There is no guard here.\n',
  is(here: GuardHere): string {
    if (here.is === 'none') return say.none
    const heard = here.answers
      ? `Fireline answers: ${here.answers}`
      : 'Fireline does not answer now: everybody is let in, and told so.'
    const end = here.is === 'unconfirmed' ? `\nNot confirmed: it undoes itself at ${clock(here.until)}.` : ''
    return `There is a guard here. ${heard}${end}\n`
  },
}

const clock = (seconds: number): string => new Date(seconds * 1_000).toTimeString().slice(0, 8)
