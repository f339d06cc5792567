import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { Dialog } from './dialog.tsx'
import { KeyHint } from './key-hint.tsx'
import css from './palette.module.css'
import type { PaletteItem } from './palette.tsx'
import { found } from './palette-search.ts'
import { usePaletteItems } from './use-palette-items.ts'

/** A combobox over a list: one types, the arrows move, Enter does it. What is off says why, and stays off. */
export default function PaletteDialog({ actions, onClose }: { actions: readonly PaletteItem[]; onClose(): void }) {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const list = useId()
  const options = useRef<HTMLUListElement>(null)
  const items = found([...actions, ...usePaletteItems()], text)
  const chosen = items[Math.min(at, items.length - 1)]
  const optionOf = (item: PaletteItem) => `${list}-${items.indexOf(item)}`

  useEffect(() => {
    options.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  })
  const choose = (item: PaletteItem | undefined) => {
    if (!item || item.off) return
    onClose()
    // The dialog is gone first, so that the focus is where it was when the action moves it.
    setTimeout(item.run)
  }
  const pressed = (event: KeyboardEvent) => {
    const last = items.length - 1
    const to: Record<string, number> = { ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last }
    const moved = to[event.key]
    if (moved !== undefined) setAt(moved)
    if (event.key === 'Enter') choose(chosen)
    if (moved !== undefined || event.key === 'Enter') event.preventDefault()
  }

  return (
    <Dialog title="Anything by its name" onClose={onClose}>
      <input
        role="combobox"
        aria-label="Name of an action, a place, an incident, a service or a person"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={chosen && optionOf(chosen)}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onKeyDown={pressed}
        onChange={event => {
          setText(event.target.value)
          setAt(0)
        }}
      />
      <p className="visually-hidden" role="status">
        {items.length === 1 ? '1 found' : `${items.length} found`}
      </p>
      <ul ref={options} id={list} role="listbox" aria-label="Found" className={css.found}>
        {items.map(item => (
          <li
            key={item.id}
            id={optionOf(item)}
            role="option"
            aria-selected={item === chosen}
            aria-disabled={item.off ? true : undefined}
            onClick={() => choose(item)}
          >
            <span className={css.name}>{item.name}</span>
            <span className={css.group}>{item.off ?? item.group}</span>
            {item.key && !item.off && <KeyHint name={item.key} />}
          </li>
        ))}
      </ul>
      {items.length === 0 && <p className="empty">Nothing has this name.</p>}
    </Dialog>
  )
}
