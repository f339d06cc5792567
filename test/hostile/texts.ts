import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HostileText } from './shown.ts'

/** Ours, small: one of each kind of trouble. */
export const ownTexts: readonly HostileText[] = Object.entries({
  nothing: '',
  NUL: 'a\0b',
  half: 'a\ud800',
  turned: '\u202etxt.exe\u2066',
  lines: 'one\r\nBcc: two@example.org\r\n\r\n.',
  calendar: 'x\r\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:y;,\\n',
  markup: `"><img src=x onerror=alert(1)><script>alert(1)</script>]]>`,
  address: 'javascript:alert(1)',
  elsewhere: 'http://169.254.169.254/latest',
  template: '{{7*7}}${7*7}<%= 7*7 %>#{7*7}',
  inherited: '__proto__',
  quoted: `'"\`;drop table person;--`,
  escapes: '\u001b]0;owned\u0007\u001b[2J',
  formula: '=HYPERLINK("http://x")',
  path: '../../../../etc/passwd',
  long: '🔥'.repeat(40_000),
}).map(([id, text]) => ({ id, text }))

interface Line {
  id: string
  text?: string
  b64?: string
}

/** A file of a corpus that nobody here wrote: one `{id, text | b64}` a line. Ids may repeat: the place makes each its own. */
export const textsOf = (corpus: string, name: string): HostileText[] =>
  readFileSync(join(corpus, `${name}.jsonl`), 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map((line, i) => {
      const { id, text, b64 } = JSON.parse(line) as Line
      return {
        id: `${name}-${i}-${id}`,
        text: b64 === undefined ? (text ?? '') : Buffer.from(b64, 'base64').toString(),
      }
    })
