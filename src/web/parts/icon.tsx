import type { SentenceIcon } from '../../incident/sentence.ts'

export type IconName =
  | SentenceIcon
  | 'alert'
  | 'clock'
  | 'down'
  | 'half'
  | 'lens'
  | 'mark'
  | 'now'
  | 'off'
  | 'plug'
  | 'plus'
  | 'rec'
  | 'todo'

/** A picture beside a word, never in place of one. */
export function Icon({ name, className = '' }: { name: IconName; className?: string }) {
  return (
    <svg className={`i ${className}`} aria-hidden="true">
      <use href={`#i-${name}`} />
    </svg>
  )
}
