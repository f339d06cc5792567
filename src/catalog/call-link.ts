/** What a template may name, each once or more. */
const fields = { number: '12', service: 'shop' } as const

/** Why no call can be held there, in words; undefined where one can. A field stands behind the host: where it leads is not a matter of an incident. */
export function callLinkTrouble(template: string): string | undefined {
  const other = [...template.matchAll(/\{([^{}]*)\}/g)].find(([, name = '']) => !Object.hasOwn(fields, name))
  if (other) return `It knows {number} and {service}, and not ${other[0]}.`
  if (/[\p{Cc}\s"'<>\\`]/u.test(template)) return 'No blanks, quotes or control characters.'
  const filled = callLink(template, { number: 12, service: 'shop' })
  const url = URL.canParse(filled) ? new URL(filled) : undefined
  if (url?.protocol !== 'https:') return 'An address that begins with https://.'
  if (url.username || url.password) return 'No name and password in it: everybody who is paged reads it.'
  return /^https:\/\/[^/?#{}]+(?:[/?#]|$)/.test(template) ? undefined : 'A field stands behind the host, not in it.'
}

/** `https://meet.example.org/inc-{number}` -> where this incident's call is held. */
export const callLink = (template: string, { number, service }: { number: number; service: string }): string =>
  template.replaceAll('{number}', String(number)).replaceAll('{service}', encodeURIComponent(service))
