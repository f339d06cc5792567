import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Entry } from '../../incident/entry.ts'
import type { Incident } from '../../incident/incident.ts'
import { replay } from '../../incident/replay.ts'
import type { Person } from '../../roster/person.ts'
import { type Cast, castReader } from '../../terminal/cast-events.ts'
import { Failed, read } from '../desk/client.ts'
import { screenNear } from './kept-screens.ts'
import { momentsOf, type Recorded, startOf } from './moments.ts'

/** All of an incident that can be played again. */
export interface Story {
  entries: readonly Entry[]
  /** The incident as it ended, or as it is now. */
  is: Incident
  recorded: readonly Recorded[]
  /** The moment of each entry. */
  moments: readonly number[]
  from: number
  to: number
  nameOf(person: string): string
}

const forGood = { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false }

export function useStory(name: string): { story?: Story; trouble?: string } {
  const path = `/api/v1/incidents/${encodeURIComponent(name)}/timeline?after=0`
  const timeline = useQuery({ queryKey: [path], queryFn: () => read<{ entries: Entry[] }>(path), ...forGood })
  const people = useQuery({ queryKey: ['people'], queryFn: () => read<{ people: Person[] }>('/api/v1/people') })
  const entries = timeline.data?.entries
  const is = useMemo(() => entries && replay(entries), [entries])
  const casts = useQueries({
    queries: (is?.terminals ?? []).map(({ recording }) => ({
      queryKey: ['cast', recording],
      queryFn: () => castOf(recording),
      ...forGood,
    })),
    combine: all => ({ read: all.flatMap(one => one.data ?? []), isRead: all.every(one => !one.isPending) }),
  })
  const story = useMemo(() => {
    if (!entries?.length || !is || !casts.isRead) return undefined
    const recorded = is.terminals.flatMap(terminal => {
      const cast = casts.read.find(one => one.recording === terminal.recording)?.cast
      return cast ? [{ terminal, cast, startMs: startOf(terminal, cast, entries) }] : []
    })
    const moments = momentsOf(entries, recorded)
    const ends = recorded.map(({ cast, startMs }) => startMs + cast.lastsMs)
    const names = new Map(is.people.map(one => [one.person, one.name]))
    for (const person of people.data?.people ?? []) names.set(person.id, person.name)
    const nameOf = (person: string) => names.get(person) ?? 'Somebody'
    return { entries, is, recorded, moments, from: moments[0] ?? 0, to: Math.max(...ends, moments.at(-1) ?? 0), nameOf }
  }, [entries, is, casts, people.data])
  return { story, trouble: timeline.error?.message }
}

/** Read as it comes: a long one is never held twice, and the page goes on meanwhile. */
async function castOf(recording: string): Promise<{ recording: string; cast: Cast }> {
  // Whoever replays has the screens made that a long one lacks, while they read it.
  void screenNear(recording, Number.MAX_SAFE_INTEGER)
  const response = await fetch(`/api/v1/recordings/${recording}.cast`)
  if (!response.ok || !response.body) throw new Failed(response.status, 'A recording cannot be read.')
  const reader = castReader()
  const body = response.body.getReader()
  for (let part = await body.read(); !part.done; part = await body.read()) reader.read(part.value)
  return { recording, cast: reader.cast() }
}
