/** Where a secret goes to: another address is another receiver, and who names it has to know the secret. */
const addresses = ['server', 'url', 'endpoint']

/**
 * The secrets that stay because they were left out: they could not be read back to be sent again. Whoever changes the address that they
 * go to gives them anew, so that nobody can have a secret sent to themselves.
 */
export function keptSecrets(
  before: Record<string, unknown> | undefined,
  given: Record<string, unknown>,
  secrets: readonly string[],
): Record<string, unknown> {
  const moves = addresses.some(
    field => given[field] !== undefined && before?.[field] !== undefined && !isSame(given[field], before[field]),
  )
  if (moves) return {}
  return secretsIn(before, secrets)
}

/** Of the settings those that are secret. */
export const secretsIn = (
  settings: Record<string, unknown> | undefined,
  secrets: readonly string[],
): Record<string, unknown> =>
  Object.fromEntries(Object.entries(settings ?? {}).filter(([field]) => secrets.includes(field)))

const isSame = (one: unknown, other: unknown): boolean =>
  String(one).replace(/\/+$/, '') === String(other).replace(/\/+$/, '')
