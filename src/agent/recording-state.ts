/** `waits`: strict, and it can be written neither to the disk here nor to the server; the shell stands still. */
export type RecordingState = 'recorded' | 'unrecorded' | 'waits'

/** How it stands with the recording now, and whether what prints has to wait. */
export interface Strictness {
  look(): void
  state(): RecordingState
}

/** Keys into a shell that stands still would be typed blind. */
export const heldWhileItWaits = {
  held: 'unrecorded',
  says: 'Not sent: this shell waits, for it cannot be recorded. Ctrl-\\ then u, or “Go on unrecorded”, with a reason.',
} as const
