import type { Night } from './night.ts'
import type { Picture } from './picture.ts'
import { type Shown, shareScreen } from './terminal.ts'

const [cols, rows] = [120, 32]
const fire: { number?: number; screen?: Shown } = {}
const room = () => `/incidents/INC-${fire.number}`

const at = (row: number, col: number) => `\u001b[${row};${col}H`
const line = (n: number) =>
  `2025-11-12 03:${String(10 + n).padStart(2, '0')}:07.114 UTC [4${n}12] LOG:  process 4${n}12`
const waits = 'still waiting for ShareLock on transaction 81920 after 1000 ms'

/** An editor as wide as the laptop it runs on: a ruler, a file, its last line, and the cursor near the right edge. */
const editor = [
  '\u001b[?1049h\u001b[H\u001b[2J',
  ...Array.from({ length: rows - 2 }, (_, n) => at(n + 1, 1) + (n < 14 ? `${line(n)} ${waits}` : '~')),
  `${at(rows - 1, 1)}\u001b[7m postgresql.log${' '.repeat(cols - 31)}14,118  All  \u001b[0m`,
  `${at(rows, 1)}/ShareLock${at(14, 113)}`,
].join('')

async function wideAndHigh(night: Night): Promise<void> {
  const { ana, mira } = night.people
  const said = { title: 'Orders wait for one another', severity: 'sev2', service: 'checkout' }
  const { body } = await ana.post<{ number: number }>('/api/v1/incidents', said)
  fire.number = body.number
  await ana.post(`/api/v1/incidents/INC-${body.number}/acknowledge`, {})
  await mira.post(`/api/v1/incidents/INC-${body.number}/join`, {})
  fire.screen = await shareScreen(night, 'ana', 'vim', `INC-${body.number}`, { cols, rows })
  fire.screen.says(editor)
}

/** A window that is not the operator's. */
export const letterboxed: readonly Picture[] = [
  {
    name: 'terminal-letterbox',
    says: 'Mira watches a screen of 120 by 32 in a smaller window: drawn smaller and never in another form; on a phone as small as can be read, with the cursor in sight.',
    before: wideAndHigh,
    as: 'mira',
    path: room,
    shows: 'Orders wait',
    async act(page, size) {
      if (size === 'phone') await page.getByRole('navigation').getByText('Terminal').click()
      await page.locator('.xterm-rows', { hasText: '14,118' }).waitFor()
    },
    after: async () => fire.screen?.ends(),
  },
]
