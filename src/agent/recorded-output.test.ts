import fc from 'fast-check'
import { expect, test } from 'vitest'
import { escapeReader } from '../terminal/escapes.ts'
import { castWriter } from './cast-writer.ts'
import { localKeys } from './local-keys.ts'
import { recordedOutput } from './recorded-output.ts'

const esc = '\u001b'

/** What a recording holds after these chunks: its output, its marks, and the commands it tells. */
function recorded(chunks: string[], clock = () => 0) {
  const file = inMemory()
  const output = recordedOutput(castWriter(file, head, clock), { nonce: 'nonce', nested: 'behind' }, () => 'ana')
  const own = chunks.map(chunk => output.heard(chunk).own).join('')
  return { own, ...file.said() }
}

const head = { cols: 80, rows: 24, title: 't', startedAt: new Date(0) }

function inMemory() {
  let written = ''
  return {
    append: (lines: Buffer) => void (written += String(lines)),
    size: () => Buffer.byteLength(written),
    said() {
      const lines = written.trimEnd().split('\n').slice(1)
      const events = lines
        .filter(line => !line.startsWith('#'))
        .map(line => JSON.parse(line) as [number, string, string])
      const notes = lines.filter(line => line.startsWith('#')).map(line => JSON.parse(line.slice(11)) as object)
      const outputs = events.filter(([, code]) => code === 'o').map(([, , data]) => data)
      return { text: outputs.join(''), outputs, notes, events }
    },
  }
}

test('clipboard, titles, links and questions to a terminal reach no watcher; colours and movement do', () => {
  const hostile = [
    `${esc}]52;c;cm0gLXJmIC8=\u0007`,
    `${esc}]0;title${esc}\\`,
    `${esc}]8;;http://evil${esc}\\`,
    `${esc}P$qm${esc}\\`,
    `${esc}[c${esc}[>c${esc}[6n${esc}[?1;2$p${esc}[18t${esc}[>q${esc}Z\u0005`,
    `${esc}_Gi=1${esc}\\`,
    `\u009d52;c;eA==\u009c`,
  ].join('')
  expect(recorded([`a${hostile}${esc}[31mred${esc}[2;3H`]).text).toBe(`a${esc}[31mred${esc}[2;3H`)
})

test('it does not matter where the stream is cut', () => {
  const stream = `x${esc}]0;t\u0007y${esc}[1;31mz${esc}P1$r${esc}\\é${esc}]633;C;;nonce\u0007${esc}(B.`
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 6 }), cuts => {
      const at = [0, ...cuts.toSorted((a, b) => a - b), stream.length]
      const chunks = at.slice(1).map((end, i) => stream.slice(at[i], end))
      const reader = escapeReader()
      expect(
        chunks
          .flatMap(chunk => reader.read(chunk))
          .map(piece => piece.text)
          .join(''),
      ).toBe(stream)
    }),
  )
  const one = recorded(stream.split(''))
  expect(one.text).toBe(`xy${esc}[1;31mzé${esc}(B.`)
})

test('a mark without the nonce is not believed, and no mark is shown or recorded', () => {
  const mark = (what: string, nonce = 'nonce') => `${esc}]633;${what};${nonce}\u0007`
  const forged = recorded([mark('E;rm -rf /', 'guess'), mark('C;', 'guess'), mark('D;0', 'guess')])
  expect([forged.notes, forged.text, forged.own]).toEqual([[], '', ''])
  const said = mark('E;echo a\\x3b b\\\\n') + mark('P;Cwd=/srv') + mark('C;')
  const real = recorded([`$ ${said}out\r\n${mark('D;7')}`])
  expect(real.notes).toMatchObject([{ ran: { command: 'echo a; b\\n', cwd: '/srv', exitCode: 7, person: 'ana' } }])
  expect(real.text).toBe('$ out\r\n')
  expect(recorded([mark('E; secret') + mark('C;') + mark('D;0')]).notes).toEqual([])
})

test('no event ends within an escape sequence, and none is longer than it must be', () => {
  const { outputs, text } = recorded([`${'x'.repeat(16_380)}${esc}[1;31mred${'y'.repeat(40_000)}`])
  expect(outputs.map(event => event.length)).toEqual([16_380, 7, 16_384, 16_384, 7_235])
  expect(text).toHaveLength(16_390 + 40_000)
})

test('the rests of intervals never add up: the sum of a thousand is the time that passed', () => {
  let ms = 0
  const chunks = Array.from({ length: 1_000 }, () => 'x')
  const { events } = recorded(chunks, () => (ms += 1.7))
  const total = events.reduce((sum, [wait]) => sum + wait, 0)
  expect(Math.abs(total - (ms - 1.7) / 1000)).toBeLessThan(0.002)
})

test('Ctrl-\\ and one key is for Fireline, everything else for the shell', () => {
  const read = localKeys()
  const key = '\u001c'
  expect(read('ls\r')).toEqual([{ keys: 'ls\r' }])
  expect(read(key)).toEqual([])
  expect(read(key)).toEqual(['detach'])
  expect(read(`a${key}tb`)).toEqual([{ keys: 'a' }, 'take', { keys: 'b' }])
  expect(read(`${key}z`)).toEqual([{ keys: `${key}z` }])
})
