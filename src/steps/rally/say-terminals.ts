/** The words people read about terminals and commands. */
export const terminalSay = {}

export const terminalLabel = {}

export const terminalRefusals: readonly string[] = []
