/** A secret as it may also stand in stored text: escaped in JSON (once and twice), in a URL, in base64. */
export function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1)
  const jsonInJson = JSON.stringify(json).slice(1, -1)
  const base64 = btoa(String.fromCodePoint(...new TextEncoder().encode(secret))).replace(/=+$/, '')
  return [...new Set([secret, json, jsonInJson, encodeURIComponent(secret.toWellFormed()), base64])]
}
