import { lazy, Suspense, useState } from 'react'
import { type KeyName, useKeys } from '../desk/keys.ts'
import { Icon } from './icon.tsx'
import { KeyHint } from './key-hint.tsx'

/** One line of the palette. `off`: why it cannot be done now; it stays to be read. */
export interface PaletteItem {
  id: string
  name: string
  group: string
  key?: KeyName
  off?: string
  run(): void
}

const PaletteDialog = lazy(() => import('./palette-dialog.tsx'))

/** Anything by its name: a button in the bar, and its key. Places, incidents, services and people are in it by themselves. */
export function Palette({ actions }: { actions?: readonly PaletteItem[] }) {
  const [isOpen, setOpen] = useState(false)
  useKeys({ palette: () => setOpen(true) })
  return (
    <>
      <button type="button" className="btn quiet" onClick={() => setOpen(true)}>
        <Icon name="lens" /> <span className="visually-hidden">Find anything by name</span> <KeyHint name="palette" />
      </button>
      {isOpen && (
        <Suspense>
          <PaletteDialog actions={actions ?? []} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
