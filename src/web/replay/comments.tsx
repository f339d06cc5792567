import { type FormEvent, useState } from 'react'
import type { Failed } from '../desk/client.ts'
import { clockTime, exactTime } from '../desk/clock.ts'
import { FormEnd } from '../parts/form-end.tsx'
import { given } from '../parts/given.ts'
import css from './replay.module.css'
import type { ReplayComment } from './use-comments.ts'
import type { Story } from './use-story.ts'

interface Listed {
  comments: readonly ReplayComment[]
  /** Whose they may take back: their own. */
  me?: string
  nameOf: Story['nameOf']
  onGo(at: number): void
  onTakeBack(id: string): Promise<void>
}

/** What people tell whoever learns from this; a press goes to the moment that they mean. */
export function Comments({ comments, me, nameOf, onGo, onTakeBack }: Listed) {
  if (comments.length === 0) return null
  return (
    <section className="sec" aria-labelledby="h-comments">
      <h2 id="h-comments">For whoever learns</h2>
      <ul className={css.open}>
        {comments.map(one => (
          <li key={one.id} className={css.comment}>
            <button type="button" className={css.worth} onClick={() => onGo(Date.parse(one.at))}>
              <time dateTime={one.at}>{clockTime(one.at)}</time> {nameOf(one.person)}
            </button>
            <p>{one.says}</p>
            {one.person === me && (
              <button type="button" className="btn quiet" onClick={() => void onTakeBack(one.id)}>
                Take it back
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A comment while its moment is played. */
export function CommentNow({ comment, nameOf }: { comment: ReplayComment; nameOf: Story['nameOf'] }) {
  return (
    <aside className={css.stop} aria-label="A comment on this moment">
      <p>
        <b>{nameOf(comment.person)}:</b> {comment.says}
      </p>
    </aside>
  )
}

interface Writing {
  at: number
  onKeep(text: string): Promise<void>
  onClose(): void
}

/** A comment on this moment, for whoever learns. It stands on no timeline. */
export function WriteComment({ at, onKeep, onClose }: Writing) {
  const [error, setError] = useState<Failed>()
  async function keep(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const text = given(event.currentTarget)('text')
    try {
      await onKeep(text)
      onClose()
    } catch (failed) {
      setError(failed as Failed)
    }
  }
  return (
    <form className={css.stop} onSubmit={event => void keep(event)} aria-label="Comment on this moment">
      <label className={css.words}>
        <span>
          For whoever learns, at <b>{exactTime(new Date(at))}</b>. It stands on no timeline.
        </span>
        <textarea
          name="text"
          rows={2}
          required
          maxLength={2_000}
          ref={focused}
          onKeyDown={event => event.key === 'Escape' && onClose()}
        />
      </label>
      {error && (
        <p role="alert" className="need">
          {error.message}
        </p>
      )}
      <FormEnd verb="Keep the comment" onBack={onClose} />
    </form>
  )
}

const focused = (words: HTMLTextAreaElement | null): void => words?.focus()
