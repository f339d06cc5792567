import type { ListedAccount } from '../api/opening-shapes.ts'
import type { OwnKey } from './own-ssh-keys.ts'

/** The words of `fireline shell`, in one place. */
export const shellSay = {
  signs: (host: string, account: string, number: number, print: string) =>
    `You sign a shell on ${host} as ${account}, in INC-${number}, by ${print}.\n`,
  joins: (host: string) => `Your shell on ${host} is still there: you sign to type in it. --new opens another.\n`,
  otherHost: (asked: string, said: string) =>
    `You asked for ${asked}, and Fireline answers for ${said}. Nothing was signed.`,
  noKey: (host: string, listed: readonly ListedAccount[], own: readonly OwnKey[]) =>
    [
      `${host} knows ${listed.map(named).join(', ') || 'nobody'}; none of these is a key of yours here.`,
      own[0] ? `Root of ${host} adds you in /etc/fireline/agent.yaml:` : 'Make a key: ssh-keygen -t ed25519',
      ...(own[0] ? [yamlOf(own[0])] : []),
      `Without that: fireline share -- ssh ${host}`,
    ].join('\n'),
  whichAccount: (accounts: readonly string[]) =>
    `Your key opens several accounts: --account ${accounts.join(', or --account ')}`,
  open: 'Open. Ctrl-\\ then Ctrl-\\ leaves it running, t takes the keyboard, ? says so.',
  help: 'Ctrl-\\ then Ctrl-\\ leaves it running, t takes the keyboard; exit ends it.',
  left: (host: string) => `You left; the shell goes on. fireline shell ${host} comes back to it.`,
  ended: 'The shell has ended.',
  cut: 'The line to Fireline is cut. The shell goes on; what you type now goes nowhere.',
  back: 'The line is back.',
  lost: 'Keys are missing on the way: look at the line before you go on. What you type next goes on from there.',
  notKnown: 'The host does not take these keys. Leave, and open it again.',
  notHere: 'The shell is not at the server yet, or not any more.',
  taken: 'You have the keyboard.',
}

const named = ({ account, key }: ListedAccount): string => (key ? `${account} (${key})` : `${account} (a passkey)`)

const yamlOf = ({ public: key }: OwnKey): string =>
  `  level: 4\n  shell:\n    accounts:\n      you:\n        key: "${key.split(' ').slice(0, 2).join(' ')}"`
