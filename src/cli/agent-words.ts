import type { AgentHere } from '../agent/agent-here.ts'
import type { Ended } from '../agent/host-agent.ts'

const levels = [
  'nothing: it says that it is there',
  'eyes: windows of the logs that the file names',
  'checks: the commands that the file names, too',
  'steps: those of runbook pages that a reviewer signed, too',
  'a shell: for the accounts of the file, each opening signed by its person, too',
] as const

/** What `fireline agent` says. */
export const agentSay = {
  enrolled: (host: string, url: string, file: string, level: number): string => `${host} is known to ${url} from now on.
${file} allows level ${level}, ${levels[level]}. Only that file raises it.

  fireline agent run
`,
  ended: {
    off: 'It is switched off here: fireline agent on\n',
    'shown out':
      'It is not started again by itself. To have it back: a new code, and fireline agent uninstall before.\n',
    stopped: '',
  } satisfies Record<Ended, string>,
  off: 'It is off. One that runs hangs up within a second, and what it was doing is ended, shells that it opened too.\n',
  on: 'It is on: fireline agent run\n',
  rootsOff: 'Root switched it off: sudo fireline agent on',
  gone: 'It is gone from this host. Revoke it in the settings, so that it is not listed.\n',
  none: 'There is no agent here.\n',
  is({ enrolled, isOff, file, level, checks, logs, trouble }: AgentHere): string {
    if (!enrolled) return agentSay.none
    const lines = [
      `The agent of ${enrolled.host}, known to ${enrolled.url}${isOff ? '. It is OFF.' : '.'}`,
      trouble ?? `${file} allows level ${level}, ${levels[level]}.`,
      ...(logs.length > 0 ? [`Logs: ${logs.join(', ')}`] : []),
      ...(checks.length > 0 ? [`Checks: ${checks.join(', ')}`] : []),
    ]
    return `${lines.join('\n')}\n`
  },
}
