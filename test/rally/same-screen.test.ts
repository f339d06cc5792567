import fc from 'fast-check'
import { expect, test } from 'vitest'
import { late, openTerminal, pictured, shows, type Terminal } from './pictured.ts'

const esc = '\u001b'

/** What a program prints on, whatever stands there: text at a margin, a tab, line drawing, a saved cursor, lines that scroll. */
const goesOn = `Z\r\n\tq${esc}[3;1Hxy\r\n${esc}8w\r\nlqk\n\u000elqk\u000f${esc}[Lt${esc}[99;1H\n\nend`

const screens: Record<string, string> = {
  'scrolled down by a program': `1\r\n${'x'.repeat(85)}\r\n3${esc}[4T${esc}[2S${esc}[3T`,
  margins: `${'line\r\n'.repeat(30)}${esc}[5;9r${esc}[9;3Hat the margin`,
  'margins and their own origin': `${esc}[5;9r${esc}[?6h${esc}[2;4Hhere`,
  'tab stops of its own': `${esc}[3g${esc}[5G${esc}H${esc}[20G${esc}H\ra\tb\tc`,
  'a tab stop taken away': `${esc}[9G${esc}[g\ra\tb`,
  'line drawing in the first set': `${esc}(0lqqk`,
  'line drawing in the second set': `${esc})0lq\u000elqk`,
  'a cursor saved in colour': `${esc}[4;9H${esc}[1;31m${esc}7${esc}[m${esc}[9;2Habc`,
  'a full row, and the cursor beyond it': `${esc}[25;1H${'y'.repeat(80)}`,
  'a full row of two-column letters': `${esc}[7;1H${'漢'.repeat(40)}`,
  'a row that wraps in colour': `${esc}[41m${'w'.repeat(100)}${esc}[K`,
  'erased in colour': `abc${esc}[44m${esc}[2J${esc}[5;5H${esc}[1;7mx${esc}[m${esc}[6;3H${esc}[42m${esc}[K`,
  'inserted, deleted, drawn over': `abcdef\r${esc}[4hXY${esc}[3P${esc}[2@${esc}[5X`,
  'an editor on the other screen': `$ vim\r\n${'~\r\n'.repeat(40)}${esc}[?1049h${esc}[2J${esc}[1;24r${esc}[?1h${esc}=${esc}[?25l${esc}[3;3Htext${esc}[?2004h${esc}[?1006;1002h`,
  'back from the other screen': `before${esc}[?1049hother${esc}[3;3Hx${esc}[?1049l after`,
  'no wrapping': `${esc}[?7l${'n'.repeat(100)}`,
  'a line feed that returns': `${esc}[20ha\nb\nc`,
  'colours of every kind': `${esc}[31;42ma${esc}[91;105mb${esc}[38;5;9;48;5;200mc${esc}[38;2;1;2;3;48;2;4;5;6md${esc}[1;2;3;4;5;7;9me`,
  'combined letters and a wide one cut in half': `e\u0301 a\u0308${esc}[3;1H漢字${esc}[3;2Hx`,
  'much that scrolled away': Array.from(
    { length: 300 },
    (_, n) => `${esc}[3${n % 8}mline ${n}${' word'.repeat(n % 25)}`,
  ).join('\r\n'),
}

/** Whoever comes now sees what everybody sees, and goes on seeing it. */
async function sameFromHereOn(live: Terminal, rest: string): Promise<void> {
  const joined = await late(live)
  expect(pictured(joined)).toEqual(pictured(live))
  await shows(live, rest)
  await shows(joined, rest)
  expect(pictured(joined)).toEqual(pictured(live))
  joined.dispose()
}

test.each(Object.entries(screens))('who joins late sees the same, then and later: %s', async (_, printed) => {
  const live = openTerminal()
  await shows(live, printed)
  await sameFromHereOn(live, goesOn)
  await sameFromHereOn(live, goesOn)
  live.dispose()
})

test('whatever a program prints, and whenever somebody joins, they see the same', async () => {
  const moves = ['A', 'B', 'C', 'D', 'H', 'L', 'M', 'P', '@', 'X', 'S', 'T', 'J', 'K', 'G', 'd', 'E', 'F', 'I', 'Z']
  const number = fc.integer({ min: 1, max: 12 })
  const step = fc.oneof(
    fc.tuple(number, fc.constantFrom(...moves)).map(([n, move]) => `${esc}[${n}${move}`),
    fc.tuple(number, number).map(([row, col]) => `${esc}[${row};${col}H`),
    fc.tuple(number, number).map(([top, more]) => `${esc}[${top};${top + more}r`),
    fc
      .constantFrom('7', '8', 'D', 'M', 'E', 'H', '(0', '(B', ')0', '[3g', '[g', '[m', '[?7l', '[?7h')
      .map(s => esc + s),
    fc.constantFrom('?1049h', '?1049l', '?6h', '?6l', '4h', '4l', '31m', '44m', '1;7m', '?25l').map(s => `${esc}[${s}`),
    fc.constantFrom('\r\n', '\n', '\t', '\b', '\u000e', '\u000f', 'abc', 'qqqqqqqqqqqq', '漢字', 'é'),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.array(step, { maxLength: 15 }), async (before, after) => {
      const live = openTerminal(20, 10)
      await shows(live, before.join(''))
      await sameFromHereOn(live, after.join(''))
      live.dispose()
    }),
    { numRuns: 40 },
  )
})
