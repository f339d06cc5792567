/** The words people read about terminals and commands. */
export const terminalSay = {}

export const terminalLabel = {
  judge: (command: string, kind: 'look' | 'change') =>
    `“${command.length > 40 ? `${command.slice(0, 39)}…` : command}” ${kind === 'look' ? 'only looked' : 'changed something'}`,
}

export const terminalRefusals: readonly string[] = ['unknown-command']
