/** Traffic: moved to a stand-by, and back. */
export const trafficSay = {
  noStandBy: (service: string) => `Fireline knows no stand-by for ${service} yet, so it cannot move its traffic.`,
  notByItself: (service: string, standBys: readonly string[]) =>
    `Fireline does not move the traffic of ${service} by itself yet. The dry run of ${standBys.join(', ')} in its settings says each command, and the way back.`,
}

export const trafficLabel = {
  asMitigation: 'Do it by hand, as a mitigation',
} as const

export const trafficRefusals: readonly string[] = ['no-stand-by']
