/** Traffic: moved to a stand-by, and back. */
export const trafficSay = {
  noStandBy: (service: string) => `Fireline knows no stand-by for ${service} yet, so it cannot move its traffic.`,
  unknownStandBy: (to: string, there: readonly string[]) =>
    `There is no stand-by ${to} for this service. There is: ${there.join(', ')}.`,
  otherDriver: ({ slug, driver }: { slug: string; driver: string }) => `${slug} is reached by ${driver}.`,
  trafficMoving: ({ ref, standBy, share, state }: { ref: string; standBy: string; share: number; state: string }) =>
    state === 'moved'
      ? `${ref} moved ${share} % to ${standBy} already. Take it back first.`
      : `${ref} is moving ${share} % to ${standBy} now.`,
  movedElsewhere: (incident: string) => `${incident} has traffic there already.`,
  unknownShift: (name: string) => `No traffic was moved as ${name} here.`,
  nothingMoved: (standBy: string) => `No traffic is at ${standBy}.`,
  isBack: ({ ref, state }: { ref: string; state: string }) =>
    state === 'reverted' ? `${ref} is back already.` : `${ref} was not moved.`,
  takenBack: 'asked for',
  noReasonGoesPast: ({ ref, why }: { ref: string; why?: string }) =>
    `${why ?? `${ref} could not be moved.`} No reason goes past that.`,
  notReady: (failed: readonly string[]) => `Not moved. ${failed.join(' ')}`,
  goesBack: (ref: string) => `${ref} is not to be moved any more.`,
  wayBackHeld: (ref: string, by: string, reason: string) => `${by} holds the way back of ${ref}: ${reason}`,
}

export const trafficLabel = {
  asMitigation: 'Do it by hand, as a mitigation',
  moveTo: (standBy: string) => `Move it to ${standBy}`,
  moveBy: (driver: string) => `Move it by ${driver}`,
  moveAll: 'Move all of it',
  moveAnyway: 'Move anyway, say why',
  isFenced: 'The old one is off, say how you know',
  lookAgain: 'Look again, and move',
  takeBack: (ref: string) => `Take ${ref} back`,
  takeBackIn: (incident: string) => `Take it back in ${incident}`,
} as const

export const trafficRefusals: readonly string[] = [
  'no-stand-by',
  'no-way-back',
  'nothing-moved',
  'stand-by-not-ready',
  'traffic-moving',
  'two-primaries',
  'way-back-held',
]
