import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvText } from './csv.ts'

test('what a spreadsheet would run is text, what is a number stays one', () => {
  expect(csvText([['=1+1', '+49 30', '@here', '-2', -2, 3.5]])).toBe("'=1+1,'+49 30,'@here,'-2,-2,3.5\r\n")
  expect(csvText([["  =cmd|'/c calc'!A", '\t=1', '\uff1d1']])).toBe(`'  =cmd|'/c calc'!A,"'\t=1",'\uff1d1\r\n`)
})

test('quotes, commas and line ends stay within their cell', () => {
  expect(csvText([['Ana "A" B', 'a,b', 'a\r\nb', 'plain']])).toBe('"Ana ""A"" B","a,b","a\r\nb",plain\r\n')
})

test('whatever a name is, no cell begins as a formula and there are as many cells as before', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), names => {
      const cells = readLine(csvText([names]).slice(0, -2))
      expect(cells).toHaveLength(names.length)
      for (const one of cells) expect(one).not.toMatch(/^\s*[=+\-@]/)
    }),
    { numRuns: 100 },
  )
})

/** A reader of its own, as RFC 4180 describes one. */
function readLine(line: string): string[] {
  const cells = ['']
  let quoted = false
  for (let i = 0; i < line.length; i++) {
    const [at, end] = [line[i], cells.length - 1]
    if (quoted && at === '"' && line[i + 1] === '"') cells[end] += line[i++] ?? ''
    else if (at === '"' && (quoted || cells[end] === '')) quoted = !quoted
    else if (at === ',' && !quoted) cells.push('')
    else cells[end] += at ?? ''
  }
  return cells
}
