import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodingsOf } from '../redact/forms.ts'
import { type NotShown, solid } from '../redact/secret-scan.ts'
import { wordTree } from '../redact/word-tree.ts'
import { type MaskedLine, maskStream } from './mask-stream.ts'

const password = 'Häring & "Söhne" 7/ä'
const key = '00ff1e2d3c4b5a69788796a5b4c3d2e1'
const token = `fl_${'aZ0-9_bYx8wV7uT6sR5qP4oN3mL2kJ1hG'.repeat(2).slice(0, 43)}`
const knows: NotShown = {
  words: wordTree(encodingsOf(password).map(solid)),
  isKey: word => word.toLowerCase() === key,
}

const base64 = (text: string) => Buffer.from(text).toString('base64')
const hex = (text: string) => Buffer.from(text).toString('hex')
/** Each as a terminal may print it; what of it must be gone. */
const secrets = [
  ...encodingsOf(password).map(text => ({ text, gone: text })),
  { text: `https://oncall/intake/${key}/api/v2`, gone: key },
  { text: key.toUpperCase(), gone: key.toUpperCase() },
  { text: token, gone: token },
  { text: `fl_guard_${token.slice(3)}`, gone: token.slice(3, 40) },
  { text: `/a/${token.slice(3)}`, gone: token.slice(3) },
  ...['', 'x', 'x:'].flatMap(user =>
    [key, token].flatMap(secret => [
      { text: base64(`${user}${secret}`), gone: base64(`${user}${secret}`).slice(4, -6) },
      { text: hex(`${user}${secret}`), gone: hex(secret) },
    ]),
  ),
]

const line = (text: string) => `[0.010, "o", ${JSON.stringify(text)}]\n`

/** The recording of these texts, as it comes and as it goes on, frame by frame. */
function through(texts: readonly string[], frames: number) {
  const mask = maskStream(() => knows)
  const lines = texts.map(line)
  const size = Math.max(1, Math.ceil(lines.length / frames))
  const came: MaskedLine[] = []
  for (let at = 0; at < lines.length; at += size)
    came.push(...mask.add(Buffer.from(lines.slice(at, at + size).join(''))))
  came.push(...mask.end())
  return { lines, came, shown: came.map(({ said }) => (said.kind === 'output' ? said.data : '')).join('') }
}

const noise = fc.constantFrom('', ' ', '\r\n', '$ ', '\u001b[31m', ' psql ', 'ä', '"', '= ', ' -H "', '\u001b[0K')
const pieces = fc
  .tuple(noise, fc.constantFrom(...secrets), noise, fc.constantFrom('', '', '\u001b[1m', ' \r', '\u0000'))
  .chain(([before, secret, after, between]) => {
    const all = [
      before,
      ...(between === '' ? [secret.text] : secret.text.split('').flatMap(it => [it, between])),
      after,
    ]
    const text = all.join('')
    return fc
      .array(fc.integer({ min: 1, max: Math.max(1, text.length - 1) }), { maxLength: 8 })
      .map(cuts => ({ secret, texts: cutAt(text, cuts) }))
  })

test('nothing that Fireline handed out comes through, in any encoding, wherever it is split; every line keeps its length', () => {
  fc.assert(
    fc.property(pieces, fc.integer({ min: 1, max: 9 }), ({ secret, texts }, frames) => {
      const { lines, came, shown } = through(texts, frames)
      expect(came.map(({ bytes }) => bytes.length)).toEqual(lines.map(one => Buffer.byteLength(one)))
      expect(letters(shown)).not.toContain(solid(secret.gone))
      expect(shown).toHaveLength(texts.join('').length)
    }),
    { numRuns: 150 },
  )
})

test.each(secrets)('letter by letter at most the first few are seen: $text', ({ text, gone }) => {
  const { shown } = through(text.split(''), text.length)
  const stars = shown.split('').filter(char => char === '*').length
  expect(stars).toBeGreaterThanOrEqual(Math.floor(gone.length / 4))
  expect(shown).not.toContain(gone)
})

const ordinary = fc.array(
  fc.oneof(
    fc.constantFrom(
      'ls -la /var/lib/postgresql/15/main/base\r\n',
      'session_id | join_key\r\n',
      '\u001b[?25l\u001b[2;5H',
      'Hä',
    ),
    fc.constantFrom(
      'd41d8cd98f00b204e9800998ecf8427e  -\r\n',
      '4f66ad9f0b2c ',
      'fl_users ',
      'e',
      'H',
      'fld_at=1',
      '/a/ ',
    ),
    fc.constantFrom('AKIAIOSFODNN7EXAMPLE', 'c2Vzc2lvbnM=', '0123456789abcdef\n', 'aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ'),
    fc.string({ maxLength: 30 }),
  ),
  { minLength: 1, maxLength: 12 },
)

test('a command line that is too long for its screen hides nothing at its edge, whichever way its shell goes over it', () => {
  for (const over of [' \r', 'g\r', '\r\n']) {
    const { shown } = through([`$ psql Härin${over}g & "Söh`, 'ne" 7/ä'], 2)
    expect(shown).toContain('$ psql *****')
    expect(shown).toContain('** 7/ä'.replace('7/ä', '***'))
  }
})

test('ordinary output is neither held back nor changed', () => {
  fc.assert(
    fc.property(ordinary, texts => {
      const mask = maskStream(() => knows)
      for (const text of texts) {
        const frame = Buffer.from(line(text))
        const came = mask.add(frame)
        expect(Buffer.concat(came.map(({ bytes }) => bytes))).toEqual(frame)
      }
    }),
    { numRuns: 80 },
  )
})

test('what may be the beginning waits for its rest; shown meanwhile is at most its half, and the rest of it never', () => {
  const mask = maskStream(() => knows)
  const said = (lines: readonly MaskedLine[]) =>
    lines.map(one => (one.said.kind === 'output' ? one.said.data : '')).join('')
  expect(said(mask.add(Buffer.from(line('Här'))))).toBe('Här')
  expect(said(mask.add(Buffer.from(line('ing & "Söhne'))))).toBe('')
  expect([mask.isWaiting(), said(mask.held())]).toEqual([true, 'ing & "*****'])
  expect([said(mask.add(Buffer.from(line('\u001b[2;2H')))), mask.isWaiting()]).toEqual(['', false])
  expect(said(mask.add(Buffer.from(line(password.slice(15) + '!'))))).toBe(`*** * ******\u001b[2;2H* ***!`)
})

test('a command, a title or a prompt has its secrets starred in its own words', () => {
  const mask = maskStream(() => knows)
  const note = `# fireline ${JSON.stringify({ ran: { command: `psql "postgres://app:${password}@db"`, offset: 9 } })}\n`
  const [head, ran] = mask.add(
    Buffer.from(`{"version": 3, "term": {"cols": 80, "rows": 24}, "title": "${token}"}\n${note}`),
  )
  expect(head?.bytes.toString()).toContain(`"title":"${'*'.repeat(46)}"`)
  expect(head?.said).toEqual({ kind: 'size', cols: 80, rows: 24 })
  expect(ran?.said).toMatchObject({
    note: { ran: { command: `psql "postgres://app:****** * ******* ***@db"`, offset: 9 } },
  })
  expect(ran?.bytes).toHaveLength(Buffer.byteLength(note))
})

const letters = (text: string) => solid(text.replace(/\u001b\[[0-9;]*[A-Za-z]|\u0000/g, ''))

function cutAt(text: string, cuts: readonly number[]): string[] {
  // A prompt that goes over its edge writes its blank and its return at once.
  const whole = cuts.map(cut => (text[cut - 1] === ' ' && text[cut] === '\r' ? cut + 1 : cut))
  const at = [0, ...new Set(whole)].toSorted((a, b) => a - b)
  return at.map((from, i) => text.slice(from, at[i + 1]))
}
