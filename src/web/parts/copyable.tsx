import { useState } from 'react'
import css from './copyable.module.css'

/** A line to take somewhere else. Without a clipboard (plain http on another host) it is selected instead. */
export function Copyable({ text, says }: { text: string; says: string }) {
  const [copied, setCopied] = useState(false)
  async function copy(event: React.MouseEvent<HTMLButtonElement>) {
    const line = event.currentTarget.previousElementSibling
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch {
      if (line) getSelection()?.selectAllChildren(line)
    }
  }
  return (
    <div className={css.copy}>
      <code className="cmd" tabIndex={0}>
        {text}
      </code>
      <button type="button" className="btn" onClick={event => void copy(event)}>
        {copied ? 'Copied' : says}
      </button>
    </div>
  )
}
