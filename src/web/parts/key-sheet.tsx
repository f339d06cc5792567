import { keys } from '../desk/keys.ts'
import { Dialog } from './dialog.tsx'

export function KeySheet({ onClose }: { onClose(): void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className="key-sheet">
        {Object.values(keys).map(({ key, says }) => (
          <div key={key} className="row">
            <dt>
              <kbd>{key.toUpperCase()}</kbd>
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
      <p className="note">Letters work outside of text fields and the terminal. Escape closes what is open.</p>
      <button type="button" className="btn" onClick={onClose}>
        Back
      </button>
    </Dialog>
  )
}
