import { isLetter, type KeyName, shownKey } from '../desk/keys.ts'
import { useLetters } from '../desk/letters.ts'

/** The key of a button, from the one table; nothing where letters are switched off. */
export function KeyHint({ name }: { name: KeyName }) {
  const letters = useLetters()
  if (isLetter(name) && !letters) return null
  return <kbd>{shownKey(name)}</kbd>
}
