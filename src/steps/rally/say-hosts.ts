/** The words people read about hosts. */
export const hostSay = {}

export const hostLabel = {}

export const hostRefusals: readonly string[] = []
