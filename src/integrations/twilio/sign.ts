import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Whether a request is from whoever has the account's token (twilio.com/docs/usage/security): base64 of HMAC-SHA1 over the exact public
 * address and each parameter, name and value, sorted by name. It is compared in constant time. `url` is what Twilio was told, with its query.
 */
export function isTwilioSigned(url: string, form: URLSearchParams, given: string, authToken: string): boolean {
  const named = [...new Set(form.keys())]
    .sort()
    .flatMap(name => [...new Set(form.getAll(name))].sort().map(value => name + value))
  return addressesOf(url).some(address => {
    const right = createHmac('sha1', authToken)
      .update(address + named.join(''))
      .digest()
    const was = Buffer.from(given, 'base64')
    return was.length === right.length && timingSafeEqual(was, right)
  })
}

/** Its signatures name the usual port on some roads and leave it out on others. */
function addressesOf(url: string): string[] {
  const { protocol, port } = new URL(url)
  const usual = protocol === 'https:' ? '443' : '80'
  if (port !== '') return [url]
  return [url, url.replace(/^(https?:\/\/[^/?#]+)/, `$1:${usual}`)]
}
