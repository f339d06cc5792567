/** The words people read about tasks. */
export const taskSay = {}

export const taskLabel = {}

export const taskRefusals: readonly string[] = []
