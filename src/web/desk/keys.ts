import { useEffect } from 'react'

/** The one table of keys: the `?` sheet is made from it. Letters work outside text fields and the terminal only. */
export const keys = {
  help: { key: '?', says: 'These keys' },
  next: { key: 'a', says: 'The next action' },
  update: { key: 'u', says: 'Post an update' },
  evidence: { key: 'e', says: 'Add evidence' },
  hypothesis: { key: 'h', says: 'Say what it might be' },
  suggest: { key: 's', says: 'Suggest a remedy' },
  change: { key: 'g', says: 'Propose a change' },
  write: { key: 'm', says: 'Write to the timeline' },
  down: { key: 'j', says: 'Down in a list' },
  up: { key: 'k', says: 'Up in a list' },
  declare: { key: 'd', says: 'Declare an incident (home)' },
} as const

export type KeyName = keyof typeof keys

/** Runs what a pressed key stands for, unless somebody is typing or a dialog is open. */
export function useKeys(does: Partial<Record<KeyName, () => void>>): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      if (document.querySelector('dialog[open]')) return
      for (const [name, run] of Object.entries(does)) {
        if (keys[name as KeyName].key !== event.key) continue
        event.preventDefault()
        run()
      }
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  })
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable], .xterm') !== null
}
