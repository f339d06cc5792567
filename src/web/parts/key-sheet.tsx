import { type KeyName, keys, shownKey, type Where } from '../desk/keys.ts'
import { switchLetters, useLetters } from '../desk/letters.ts'
import { Dialog } from './dialog.tsx'
import css from './key-sheet.module.css'

const groups: readonly (readonly [Where, string])[] = [
  ['everywhere', 'Everywhere'],
  ['home', 'Home'],
  ['on-call', 'On call'],
  ['room', 'In a room'],
  ['danger', 'Never one letter'],
]

/** Every key there is, from the one table, and the switch for those that are one letter. */
export function KeySheet({ onClose }: { onClose(): void }) {
  const letters = useLetters()
  const names = Object.keys(keys) as KeyName[]
  return (
    <Dialog title="Keys" wide onClose={onClose}>
      <div className={css.groups}>
        {groups.map(([where, says]) => (
          <section key={where} aria-label={says}>
            <h3>{says}</h3>
            <dl>
              {names
                .filter(name => keys[name].where === where)
                .map(name => (
                  <div key={name}>
                    <dt>
                      <kbd>{shownKey(name)}</kbd>
                    </dt>
                    <dd>{keys[name].says}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <label className={css.switch}>
        <input type="checkbox" checked={letters} onChange={event => switchLetters(event.target.checked)} />
        <span>
          Single letters work{' '}
          <small>
            outside of text fields and the terminal. Switched off, everything is still in {shownKey('palette')}.
          </small>
        </span>
      </label>
      <button type="button" className="btn" onClick={onClose}>
        Back
      </button>
    </Dialog>
  )
}
