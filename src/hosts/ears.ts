type Listener = () => void

/** Who listens to which incident. */
export interface Ears {
  of(incident: string): Listener[]
  all(): Listener[]
  /** Returns how to stop. */
  hear(incident: string, listener: Listener): () => void
}

export function ears(): Ears {
  const listeners = new Map<string, Set<Listener>>()
  return {
    of: incident => [...(listeners.get(incident) ?? [])],
    all: () => [...listeners.values()].flatMap(some => [...some]),
    hear(incident, listener) {
      const some = listeners.get(incident) ?? new Set<Listener>()
      listeners.set(incident, some.add(listener))
      return () => {
        some.delete(listener)
        if (some.size === 0 && listeners.get(incident) === some) listeners.delete(incident)
      }
    },
  }
}
