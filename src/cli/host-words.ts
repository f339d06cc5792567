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
