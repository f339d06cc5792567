/** The words people read about recordings. */
export const recordingSay = {}

export const recordingLabel = {}

export const recordingRefusals: readonly string[] = []
