import { useSyncExternalStore } from 'react'

/** Single letters as keys get in the way of some people's speech and hands: they can be switched off, on this browser. */
const name = 'fireline.letters'
const listeners = new Set<() => void>()

export function lettersAreOn(): boolean {
  try {
    return localStorage.getItem(name) !== 'off'
  } catch {
    return true
  }
}

export function switchLetters(on: boolean): void {
  try {
    localStorage.setItem(name, on ? 'on' : 'off')
  } catch {
    // A browser that keeps nothing goes on with letters.
  }
  for (const listener of listeners) listener()
}

export function useLetters(): boolean {
  return useSyncExternalStore(listener => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, lettersAreOn)
}
