import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Secrets } from '../store/secrets.ts'

/** What a form that we served carries back: it cannot be made elsewhere, ends after a day, and is one form's alone. */
export interface FormTokens {
  make(about: string, now: Date): string
  /** The form's own name; undefined for a token that is not ours or too old. */
  read(about: string, token: string, now: Date): string | undefined
}

const validMs = 24 * 3_600_000

export function formTokens(secrets: Pick<Secrets, 'derive'>): FormTokens {
  const signed = (about: string, body: string) => `${body}.${secrets.derive(`form ${about} ${body}`)}`
  return {
    make: (about, now) => signed(about, `${now.getTime().toString(36)}.${randomBytes(12).toString('base64url')}`),
    read(about, token, now) {
      const [time = '', nonce = ''] = token.split('.')
      const right = Buffer.from(signed(about, `${time}.${nonce}`))
      const given = Buffer.from(token)
      if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined
      const age = now.getTime() - Number.parseInt(time, 36)
      return age >= 0 && age < validMs ? nonce : undefined
    },
  }
}
