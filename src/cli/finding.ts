/** One thing that was looked at. `next` is what to do where something needs attention. */
export interface Finding {
  about: string
  ok: boolean
  says: string
  next?: string
}

export const fine = (about: string, says: string): Finding => ({ about, ok: true, says })
export const attention = (about: string, says: string, next: string): Finding => ({ about, ok: false, says, next })
