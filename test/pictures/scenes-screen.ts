import type { Page } from 'playwright-core'
import type { ToRoom } from '../../src/api/room-messages.ts'
import { terminalsOf } from '../../src/hosts/terminals.ts'
import type { Night } from './night.ts'
import type { Picture } from './picture.ts'
import { type Shown, shareScreen } from './terminal.ts'

const fire: { incident: string; number?: number; screen?: Shown } = { incident: '' }
const room = () => `/incidents/INC-${fire.number}`

async function oneTerminal(night: Night): Promise<void> {
  const said = { title: 'Search is slow', severity: 'sev2', service: 'checkout' }
  const { body } = await night.people.ana.post<{ id: string; number: number }>('/api/v1/incidents', said)
  fire.incident = body.id
  fire.number = body.number
  await night.people.ana.post(`/api/v1/incidents/${body.id}/acknowledge`, {})
  fire.screen = await shareScreen(night, 'ana', 'bash', `INC-${body.number}`)
  fire.screen.says(
    '\u001b[32mana@db-1\u001b[0m:~$ df -h /var\nFilesystem  Size  Used Avail Use% Mounted on\n/dev/sda2    40G   39G  1.0G  98% /var\n\u001b[32mana@db-1\u001b[0m:~$ ',
  )
}

/** As the program next to the shell says it. */
const said = (night: Night, what: (terminal: string) => ToRoom): void => {
  for (const { id, audience } of terminalsOf(night.world.fireline.desk).all(fire.incident)) audience.tell(what(id))
}

const toTerminal = async (page: Page, size: 'desk' | 'phone') => {
  if (size === 'phone') await page.getByRole('navigation').getByText('Terminal').click()
  await page.locator('.xterm-rows', { hasText: '98%' }).waitFor()
}

const pasted = 'cd /var/log\nfind . -name "*.gz" -mtime +14 -delete\nsystemctl restart rsyslog\u200b\n'

/** What stands between a key and a shell, and what is said when a recording has a hole. */
export const onTheScreen: readonly Picture[] = [
  {
    name: 'terminal-paste',
    says: 'Three lines in the clipboard: they are read before a shell runs the first of them.',
    before: oneTerminal,
    as: 'ana',
    path: room,
    shows: 'You have the keyboard',
    async act(page, size) {
      await toTerminal(page, size)
      await page.locator('.xterm-helper-textarea').evaluate((field, text) => {
        const clipboardData = new DataTransfer()
        clipboardData.setData('text/plain', text)
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
      }, pasted)
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'terminal-held-unrecorded',
    says: 'A key is held for a second word, and the recording has a hole; the shell goes on.',
    as: 'ana',
    path: room,
    shows: 'You have the keyboard',
    async act(page, size, night) {
      await toTerminal(page, size)
      said(night, terminal => ({
        type: 'recording',
        terminal,
        state: 'unrecorded',
        since: night.world.fireline.desk.clock.at(),
      }))
      const says = 'This deletes what it finds. Press Enter once more to run it.'
      said(night, terminal => ({ type: 'held', terminal, why: 'danger', says }))
      await page.getByText('once more').waitFor()
    },
    after: async () => fire.screen?.ends(),
  },
]
