import { useEffect, useMemo, useSyncExternalStore } from 'react'
import type { Entry } from '../../incident/entry.ts'
import { type Unsent, UnsentWords } from './unsent.ts'

const nobody = { now: (): readonly Unsent[] => none, subscribe: () => () => {} }
const none: readonly Unsent[] = []

interface Here {
  incident: string
  person: string | undefined
  /** Nothing gets through just now: what is written waits. */
  isCutOff: boolean
  add(entries: readonly Entry[]): void
  heardOfSaving(canSave: boolean): void
}

/** One person's unsent words in one incident; they leave as soon as the line is back. */
export function useUnsent({ incident, person, isCutOff, add, heardOfSaving }: Here) {
  const words = useMemo(
    () => (person && incident ? new UnsentWords({ incident, person, sent: add, answered: heardOfSaving }) : undefined),
    [incident, person, add, heardOfSaving],
  )
  const { subscribe, now } = words ?? nobody
  const unsent = useSyncExternalStore(subscribe, now)
  useEffect(() => {
    if (!isCutOff) void words?.sendAll()
  }, [isCutOff, words])
  return { words, unsent }
}
