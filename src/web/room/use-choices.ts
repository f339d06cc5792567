import { useQuery } from '@tanstack/react-query'
import type { Next } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'
import { read } from '../desk/client.ts'
import { useRoom } from '../desk/room-context.ts'
import type { Choices } from '../parts/field-input.tsx'

/** What a form offers to choose from. Whom a seat is given to: those who are here first, and never oneself. */
export function useChoices(next: Next): Choices {
  const { is, people, me } = useRoom()
  const incidents = useQuery({
    queryKey: ['incidents', 'open'],
    queryFn: () => read<{ incidents: Incident[] }>('/api/v1/incidents?status=open'),
    enabled: next.command === 'merge-into',
  })
  const isHere = (id: string) => is.people.some(one => one.person === id && !one.leftAt)
  const isSeat = next.command === 'offer-lead' || next.command === 'give-keyboard'
  const who = people
    .filter(one => !isSeat || one.id !== me.id)
    .toSorted((a, b) => Number(isHere(b.id)) - Number(isHere(a.id)))
    .map(one => [one.id, one.name] as const)
  const evidence = is.evidence.map(one => [one.id, `${one.ref} ${one.excerpt.slice(0, 60)}`] as const)
  const others = (incidents.data?.incidents ?? []).filter(one => one.id !== is.id)
  return {
    person: who,
    people: who,
    team: [[is.team, is.team]],
    evidence: evidence.toReversed(),
    hypothesis: is.hypotheses
      .filter(one => one.state !== 'ruled out')
      .map(one => [one.id, `${one.ref} ${one.statement}`] as const),
    thing: objectable(is),
    incident: others.map(one => [one.id, `INC-${one.number} ${one.title}`] as const),
  }
}

/** What can be objected to: what is suggested, and what has not been done yet. */
export function objectable(is: Incident): (readonly [string, string])[] {
  return [
    ...is.changes
      .filter(one => one.state === 'proposed' || one.state === 'failed')
      .map(one => [one, one.what] as const),
    ...is.suggestions.filter(one => one.state === 'open').map(one => [one, one.text] as const),
  ].map(([one, says]) => [one.id, `${one.ref} ${says}`])
}
