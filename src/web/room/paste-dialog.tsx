import { checkable } from '../../terminal/paste.ts'
import { Dialog } from '../parts/dialog.tsx'
import css from './paste-dialog.module.css'

/** Several lines in the clipboard, of which a shell would run each as it comes: they are read before they go. */
export function PasteDialog({ lines, host, onPaste, onClose }: Paste) {
  const many = `${lines.length} lines`
  return (
    <Dialog title={`Paste ${many} into ${host}?`} beside onClose={onClose}>
      <ol className={css.lines} tabIndex={0} aria-label="What is pasted">
        {lines.map((line, n) => (
          <li key={n}>
            <code>{checkable(line)}</code>
          </li>
        ))}
      </ol>
      <p className={css.note}>A shell may run each of them as it comes.</p>
      <div className="row wrap">
        <button type="button" className="btn primary" onClick={onPaste}>
          Paste {many}
        </button>
        <button type="button" className="btn" onClick={onClose}>
          Paste nothing
        </button>
      </div>
    </Dialog>
  )
}

interface Paste {
  lines: readonly string[]
  host: string
  onPaste(): void
  onClose(): void
}
