import { useQuery } from '@tanstack/react-query'
import type { Policy } from '../../roster/spec.ts'
import { read } from '../desk/client.ts'

export type Whom = Policy['steps'][number]['notify'][number]

interface Named {
  id: string
  name: string
}

/** Who could be named in a policy, and who is on call now. */
export interface OnCallNow {
  people: (Named & { kind: string })[]
  onCall: { schedule: string; person: Named | null }[]
  services: { slug: string; name: string; policy?: string }[]
}

export const useOnCallNow = () =>
  useQuery({
    queryKey: ['on-call', 'now'],
    queryFn: async (): Promise<OnCallNow> => {
      const [{ people }, { onCall }, { services }] = await Promise.all([
        read<Pick<OnCallNow, 'people'>>('/api/v1/people'),
        read<Pick<OnCallNow, 'onCall'>>('/api/v1/on-call'),
        read<Pick<OnCallNow, 'services'>>('/api/v1/services'),
      ])
      return { people: people.filter(one => one.kind === 'person'), onCall, services }
    },
    refetchInterval: 60_000,
  })

/** Whom a step means, in words, and who that is now. */
export function whoIs(one: Whom, known: OnCallNow): { says: string; now?: string; isNobody: boolean; href?: string } {
  if ('person' in one)
    return { says: known.people.find(({ id }) => id === one.person)?.name ?? 'somebody who is gone', isNobody: false }
  const on = known.onCall.find(({ schedule }) => schedule === one.schedule)
  return {
    says: one.schedule,
    now: on?.person ? `${on.person.name} now` : 'nobody now',
    isNobody: !on?.person,
    href: `/on-call/${encodeURIComponent(one.schedule)}`,
  }
}
