import fc from 'fast-check'
import { expect, test } from 'vitest'
import { appendUnder, replaceSection, setFrontMatter } from './edit.ts'
import { readPage, seenText } from './page.ts'
import { renderPage } from './render.ts'

const page = `---
fl-signature: "shop/HighErrors"
fireline:
  alerts: [HighErrors]
  contacts:
    - { who: Ana, via: phone }
---
# Shop answers with errors

## Diagnosis

1. Look:

   \`\`\`bash {"name":"look","fl-kind":"check"}
   curl -s localhost/health
   \`\`\`

\`\`\`bash
rm -rf /never-a-step
\`\`\`

## Seen

- 2026-01-02 · INC-1 · 14 min · Ana · the pool was full
`

test('a page is read with its signature, alert names, contacts, marked steps and when it was seen', () => {
  const read = readPage('shop/high-errors.md', page)
  expect(read).toMatchObject({
    id: 'shop/high-errors',
    title: 'Shop answers with errors',
    signatures: ['shop/HighErrors'],
    alertNames: ['HighErrors', 'high-errors'],
    contacts: ['Ana, phone'],
    seen: [{ at: '2026-01-02', incident: 'INC-1', minutes: 14, by: 'Ana' }],
  })
  expect(read.steps).toMatchObject([{ name: 'look', kind: 'check', code: 'curl -s localhost/health' }])
})

test('broken front matter is said, and the page counts all the same', () => {
  const read = readPage('a.md', '---\nx: [1\n---\n# KubePodCrashLooping\n')
  expect(read.title).toBe('KubePodCrashLooping')
  expect(read.alertNames).toContain('KubePodCrashLooping')
  expect(read.trouble).toMatch(/^front matter: /)
})

test('an alias bomb in the front matter is said, not unfolded', () => {
  const bomb = `a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: [*c,*c,*c,*c]\n`
  expect(readPage('a.md', `---\n${bomb}---\n# Title\n`).trouble).toMatch(/front matter/)
})

const line = fc.oneof(
  fc.constantFrom('# A', '## Seen', '## Other', '- one', '', '```', '---', 'key: 1', 'fl-x: y', '  - z', '> ## Seen'),
  fc.string({ maxLength: 12 }),
)
const anyPage = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'))
  .map(([lines, eol]) => lines.join(eol))

test('adding a line only inserts: what is before and after it stays byte for byte', () => {
  fc.assert(
    fc.property(anyPage, text => {
      const edited = appendUnder(text, 'Seen', '- the new line')
      const at = edited.lastIndexOf('- the new line')
      const isInsertion = Array.from({ length: text.length + 1 }, (_, cut) => cut).some(
        cut =>
          edited.startsWith(text.slice(0, cut)) &&
          edited.endsWith(text.slice(cut)) &&
          cut <= at &&
          edited.length - (text.length - cut) >= at + '- the new line'.length,
      )
      expect(isInsertion).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('setting a key of the front matter changes no byte below it, and setting it again nothing else', () => {
  fc.assert(
    fc.property(anyPage, text => {
      const once = setFrontMatter(text, 'fl-signature', 'a "b": c')
      const below = text.slice(Math.max(0, text.search(/(?<=^---[ \t]*\r?\n[^]*?^)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/m)))
      expect(once.endsWith(text.startsWith('---') ? below : text)).toBe(true)
      expect(setFrontMatter(setFrontMatter(text, 'fl-signature', 'other'), 'fl-signature', 'a "b": c')).toBe(once)
    }),
    { numRuns: 300 },
  )
})

test('a seen line goes under the last one, and is read again', () => {
  const edited = appendUnder(page, 'Seen', seenText({ at: '2026-03-04T01:00:00Z', incident: 'INC-7', minutes: 3 }))
  expect(edited).toBe(`${page}- 2026-03-04 · INC-7 · 3 min\n`)
  expect(readPage('a.md', edited).seen).toHaveLength(2)
})

test('a section is replaced and its neighbours stay', () => {
  const edited = replaceSection(page, 'Diagnosis', 'Ask Ben.')
  expect(edited).toContain('## Diagnosis\n\nAsk Ben.\n\n## Seen\n')
  expect(readPage('a.md', edited).steps).toEqual([])
})

test('a rendered page has no scripts, images, raw HTML or odd links', () => {
  const html = renderPage(
    '---\nx: 1\n---\n# A\n<script>alert(1)</script>\n\n![i](https://evil/x.png) [a](javascript:alert(1)) [b](https://ok/) [c](mailto:a@b)\n\n<img src=x onerror=y>',
  )
  expect(html).not.toMatch(/script|img|onerror|x: 1/)
  expect(html).toContain('<a href="https://ok/">b</a>')
  expect(html).toContain('<a href="mailto:a@b">c</a>')
})
