/** A secret as it may also stand in stored text: escaped in JSON (once and twice), in a URL, in base64. */
export function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1)
  const jsonInJson = JSON.stringify(json).slice(1, -1)
  const base64 = btoa(String.fromCodePoint(...new TextEncoder().encode(secret))).replace(/=+$/, '')
  return [...new Set([secret, json, jsonInJson, encodeURIComponent(secret.toWellFormed()), base64])]
}

/**
 * A value as it may also stand in what a terminal prints: as it is, escaped in JSON, in a URL (also as a form writes it), in
 * hexadecimal, and in base64, wherever in a longer text it is encoded; there the two or three characters that it shares with its
 * neighbours are not part of it.
 */
export function encodingsOf(value: string): string[] {
  const bytes = [...new TextEncoder().encode(value)]
  const hex = bytes.map(byte => byte.toString(16).padStart(2, '0')).join('')
  const [plain = '', ...others] = formsOf(value).slice(0, -1)
  const url = encodeURIComponent(value.toWellFormed())
  const strict = url.replace(/[!'()*]/g, char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
  const urls = [strict, strict.replaceAll('%20', '+')].flatMap(one => [
    one,
    one.replace(/%../g, it => it.toLowerCase()),
  ])
  const base64 = [0, 1, 2].map(before => insideBase64(bytes, before))
  const urlSafe = base64.map(one => one.replaceAll('+', '-').replaceAll('/', '_'))
  return [...new Set([plain, ...others, ...urls, hex, hex.toUpperCase(), ...base64, ...urlSafe])]
}

/** What is the same in any base64 in which so many bytes (of three) come before it. */
function insideBase64(bytes: readonly number[], before: number): string {
  const all = btoa(String.fromCodePoint(...Array<number>(before).fill(0), ...bytes))
  return all.slice(before === 0 ? 0 : before + 1, Math.floor(((before + bytes.length) * 8) / 6))
}
