import { maskDeep, maskFreeText } from './mask.ts'

/**
 * What an entry said, with these secrets masked, or when all of it goes, with every free text masked. The escalation policy that an incident
 * goes by stays: it is names from the settings, nobody's words, and with a masked name the incident would page nobody any more.
 */
export function maskSaid(data: object, secrets: readonly string[], isAllOfIt: boolean): object {
  const masked = isAllOfIt ? { ...maskFreeText(data), ...whoseKeyboard(data) } : maskDeep(data, secrets)
  return 'policy' in data && typeof data.policy === 'object' ? { ...masked, policy: data.policy } : masked
}

/** The hosts by whose names a keyboard changes hands: masked, it would change hands on no host or on another. */
function whoseKeyboard(data: { host?: unknown; hosts?: unknown; epoch?: unknown; takeOver?: unknown }): object {
  const { host, hosts } = data
  if (data.epoch === undefined && data.takeOver === undefined) return {}
  return { ...(host !== undefined && { host }), ...(hosts !== undefined && { hosts }) }
}
