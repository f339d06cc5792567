import { useSyncExternalStore } from 'react'

const phone = matchMedia('(max-width: 760px)')

/** True while the room is as narrow as a phone, where some parts stand elsewhere. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(
    listener => {
      phone.addEventListener('change', listener)
      return () => phone.removeEventListener('change', listener)
    },
    () => phone.matches,
  )
}
