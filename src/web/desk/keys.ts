import { useLayoutEffect } from 'react'
import { lettersAreOn } from './letters.ts'

export type Where = 'everywhere' | 'home' | 'on-call' | 'room' | 'danger'

interface Key {
  /** One letter, or a chord as it is said: `Ctrl+K`. */
  press: string
  says: string
  where: Where
  /** Works while somebody writes, too: it types nothing. `terminal`: even there; everything else belongs to the program in it. */
  while?: 'writing' | 'terminal'
}

/** The one table of keys: the sheet, the hints beside buttons and the palette are made from it. */
export const keys = {
  help: { press: '?', says: 'These keys', where: 'everywhere' },
  palette: { press: 'Ctrl+K', says: 'Anything by its name', where: 'everywhere', while: 'writing' },
  region: {
    press: 'F6',
    says: 'The next part of the page, and out of the terminal',
    where: 'everywhere',
    while: 'terminal',
  },
  regionBack: { press: 'Shift+F6', says: 'The part before', where: 'everywhere', while: 'terminal' },
  back: { press: 'Escape', says: 'Back; what you wrote is kept', where: 'everywhere', while: 'writing' },
  down: { press: 'j', says: 'Down in a list', where: 'everywhere' },
  up: { press: 'k', says: 'Up in a list', where: 'everywhere' },
  open: { press: 'Enter', says: 'Open what is chosen', where: 'everywhere' },
  declare: { press: 'd', says: 'Declare an incident', where: 'home' },
  earlier: { press: 'p', says: 'The week before', where: 'on-call' },
  thisWeek: { press: 't', says: 'This week', where: 'on-call' },
  later: { press: 'n', says: 'The week after', where: 'on-call' },
  arrange: { press: 'o', says: 'Swap or override', where: 'on-call' },
  whatIf: { press: 'w', says: 'What would happen if a service broke', where: 'on-call' },
  next: { press: 'a', says: 'Acknowledge, or what is next', where: 'room' },
  update: { press: 'u', says: 'Tell everyone: the update, drafted', where: 'room' },
  onset: { press: 'l', says: 'Logs around the onset, and what changed', where: 'room' },
  terminal: { press: 't', says: 'The terminal', where: 'room' },
  callIn: { press: 'c', says: 'Call in the team', where: 'room' },
  handOver: { press: 'o', says: 'Hand over the lead', where: 'room' },
  write: { press: 'm', says: 'Write to the timeline', where: 'room' },
  evidence: { press: 'e', says: 'Add evidence', where: 'room' },
  hypothesis: { press: 'h', says: 'Say what it might be', where: 'room' },
  suggest: { press: 's', says: 'Suggest a remedy', where: 'room' },
  object: { press: 'x', says: 'Object', where: 'room' },
  offer: { press: 'k', says: 'Offer the keyboard, while nothing in a list is chosen', where: 'room' },
  change: { press: 'g', says: 'Propose a change', where: 'room' },
  people: { press: 'p', says: 'People', where: 'room' },
  timeline: { press: 'y', says: 'Timeline', where: 'room' },
  find: { press: '/', says: 'Find in the timeline', where: 'room' },
  catchUp: { press: 'r', says: 'Catch up from where you looked last', where: 'room' },
  apply: { press: 'Ctrl+Enter', says: 'Apply the change; in a form, send it', where: 'danger' },
  control: { press: 'Space', says: 'I have control, only in a hand-over', where: 'danger' },
  selection: {
    press: 'Ctrl+Shift+E',
    says: 'The lines selected in the terminal become evidence',
    where: 'danger',
    while: 'terminal',
  },
} as const satisfies Record<string, Key>

export type KeyName = keyof typeof keys

const table: Record<KeyName, Key> = keys

/** `A`, `Ctrl+K`: as it stands beside a button. */
export const shownKey = (name: KeyName): string =>
  table[name].press.length === 1 ? table[name].press.toUpperCase() : table[name].press.replace('Escape', 'Esc')

/** A key that types something where one writes; those can be switched off. */
export const isLetter = (name: KeyName): boolean => table[name].press.length === 1

/** Runs what a pressed key stands for, unless somebody is typing or a dialog is open. `false`: it was not for us. */
export function useKeys(does: Partial<Record<KeyName, () => unknown>>): void {
  // Before what it stands for is seen: a key pressed at first sight is heard.
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const chord = chordOf(event)
      for (const name of Object.keys(does) as KeyName[]) {
        if (table[name].press !== chord || !isHeard(name, event) || does[name]?.() === false) continue
        event.preventDefault()
        return
      }
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  })
}

function isHeard(name: KeyName, { target }: KeyboardEvent): boolean {
  if (document.querySelector('dialog[open]')) return false
  if (isLetter(name) && !lettersAreOn()) return false
  const key = table[name]
  const at = target instanceof HTMLElement ? target : undefined
  if (at?.closest('.xterm')) return key.while === 'terminal'
  if (at?.closest('input, textarea, select, [contenteditable]')) return key.while !== undefined
  return !((key.press === 'Space' || key.press === 'Enter') && at?.closest('button, a, summary'))
}

function chordOf(event: KeyboardEvent): string {
  if (event.altKey || event.isComposing) return ''
  const held = event.ctrlKey || event.metaKey
  const key = event.key === ' ' ? 'Space' : held && event.key.length === 1 ? event.key.toUpperCase() : event.key
  // The shift of `?` is part of the letter; that of F6 is a key of its own.
  const shift = event.shiftKey && key.length > (held ? 0 : 1)
  return `${held ? 'Ctrl+' : ''}${shift ? 'Shift+' : ''}${key}`
}
