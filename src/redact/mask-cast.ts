import { longestFirst } from './mask.ts'

/** One line of an asciicast v3 after its header: seconds since the line before, code, data. */
export type CastEvent = [number, string, string]

/**
 * The recording with the secrets starred out, wherever its events split them: a typed secret is echoed letter by letter.
 * Control sequences and line breaks between the letters do not hide it. The count of characters stays, so the picture does.
 */
export function maskCast(events: readonly CastEvent[], secrets: readonly string[]): CastEvent[] {
  const written = events.map(([, code, data]) => (code === 'o' ? data : ''))
  const text = written.join('')
  const { plain, positions } = withoutControls(text)
  const hidden = new Set<number>()
  for (const secret of longestFirst(secrets)) hide(plain, secret.replace(/\s+/g, ''), positions, hidden)
  let at = 0
  return events.map(([wait, code, data]): CastEvent => {
    if (code !== 'o')
      return [wait, code, longestFirst(secrets).reduce((said, secret) => said.replaceAll(secret, '***'), data)]
    const from = at
    at += data.length
    const starred = data.split('').map((char, i) => (hidden.has(from + i) ? '*' : char))
    return [wait, code, starred.join('')]
  })
}

function hide(plain: string, secret: string, positions: readonly number[], hidden: Set<number>): void {
  if (secret === '') return
  for (let found = plain.indexOf(secret); found >= 0; found = plain.indexOf(secret, found + 1)) {
    for (let i = found; i < found + secret.length; i++) hidden.add(positions[i] ?? -1)
  }
}

// CSI, OSC and two-byte escapes, then any other control character or blank: none of them is a letter of a secret.
const control = /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\-_]|[\x00-\x20\x7f]/g

function withoutControls(text: string): { plain: string; positions: number[] } {
  const positions: number[] = []
  let plain = ''
  let from = 0
  const keep = (to: number) => {
    plain += text.slice(from, to)
    for (let i = from; i < to; i++) positions.push(i)
  }
  for (const match of text.matchAll(control)) {
    keep(match.index)
    from = match.index + match[0].length
  }
  keep(text.length)
  return { plain, positions }
}
