/** Traffic: moved to a stand-by, and back. */
export const trafficSay = {
  noStandBy: (service: string) => `Fireline knows no stand-by for ${service} yet, so it cannot move its traffic.`,
}

export const trafficLabel = {
  asMitigation: 'Do it by hand, as a mitigation',
} as const

export const trafficRefusals: readonly string[] = ['no-stand-by']
