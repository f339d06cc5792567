import { mask, maskSecrets, redacted } from './mask.ts'

/** Names of fields whose text is a credential, whatever it looks like. */
export const secretName =
  /pass(word|wd)?$|^pwd$|secret|token|api[_-]?key|access[_-]?key|authori[sz]ation|credential|(routing|service|integration)_key|^cookie$/i

/** A body from outside without credentials: what stands under such a name, what has a known shape, and these texts. */
export function maskBody(value: unknown, secrets: readonly string[] = [], name = ''): unknown {
  if (typeof value === 'string') return secretName.test(name) ? redacted : maskSecrets(value, secrets)
  if (Array.isArray(value)) return value.map(item => maskBody(item, secrets, name))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [mask(key, secrets), maskBody(item, secrets, key)]),
  )
}
