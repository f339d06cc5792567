import { handle } from '../../src/engine/handle.ts'
import { newId } from '../../src/engine/id.ts'
import { terminalsOf } from '../../src/hosts/terminals.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { inTransaction } from '../../src/store/db.ts'
import type { Night } from './night.ts'
import type { Picture } from './picture.ts'
import { type Shown, shareScreen } from './terminal.ts'

let number = 0
let incident = ''
let screen: Shown | undefined
let offset = 0

/** A fire of its own: three look, one changes something that nobody asked for, one may not, one ran elsewhere. */
async function worked(night: Night): Promise<void> {
  const { clock, people } = night
  await clock('10:40:00')
  const { body } = await people.ana.post<Incident>('/api/v1/incidents', {
    title: 'Search answers slowly',
    severity: 'sev3',
    service: 'shop',
  })
  number = body.number
  incident = body.id
  await people.ana.post(`/api/v1/incidents/${body.id}/acknowledge`)
  screen = await shareScreen(night, 'ana', 'ssh db-1', body.id)
  screen.says('ana@db-1:~$ sudo systemctl restart search\nsudo: ana is not in the sudoers file.\nana@db-1:~$ ')
  await ran(night, body.id, '10:41:00', 'uptime')
  await ran(night, body.id, '10:41:20', 'ps aux --sort=-%mem | head -5')
  await ran(night, body.id, '10:43:00', 'psql shop -c "update settings set replicas = 3"', { durationMs: 2_400 })
  await ran(night, body.id, '10:44:00', './rebuild-index.sh --all', { durationMs: 94_000, exitCode: 2 })
  await ran(night, body.id, '10:46:30', 'sudo systemctl restart search', { exitCode: 1, denied: true })
  await people.ana.post(`/api/v1/incidents/${body.id}/note-command`, { command: 'kubectl rollout undo deploy/search' })
}

async function ran(night: Night, incident: string, time: string, command: string, more: object = {}): Promise<void> {
  await night.clock(time)
  const { desk } = night.world.fireline
  const { ana } = night.people
  const { terminals } = (await ana.get<Incident>(`/api/v1/incidents/${incident}`)).body
  offset += 1_000
  const at = desk.clock.at()
  const told = {
    terminal: terminals[0]?.id,
    command,
    cwd: '/var/lib/search',
    startedAt: at,
    durationMs: 40,
    exitCode: 0,
    person: ana.id,
  }
  const by = { kind: 'person' as const, id: ana.id, name: 'Ana' }
  const ask = { id: newId(desk.clock.now()), by, at, body: { ...told, offset, ...more } }
  await inTransaction(desk.db, tx => handle(desk, tx, incident, ask, 'command-ran'))
}

/** What was run in the shared shells. */
export const commanded: readonly Picture[] = [
  {
    name: 'room-commands',
    says: 'What was run: look or change, outside the gate, denied, noted by hand; one of them opened.',
    before: worked,
    as: 'ana',
    path: () => `/incidents/INC-${number}`,
    shows: 'What was run',
    async act(page, size) {
      if (size === 'phone') await page.getByRole('button', { name: 'Terminal' }).first().click()
      await page.locator('summary', { hasText: 'sudo systemctl restart' }).click()
      await page.locator('summary', { hasText: 'update settings set replicas' }).click()
      await page.getByRole('button', { name: 'It only looked' }).last().scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'room-held',
    says: 'An Enter that is held once: why, and what the next one does.',
    as: 'ana',
    path: () => `/incidents/INC-${number}`,
    shows: 'What was run',
    async act(page, size, { world }) {
      if (size === 'phone') await page.getByRole('button', { name: 'Terminal' }).first().click()
      await page.locator('.xterm-rows', { hasText: 'sudoers' }).waitFor()
      const [terminal] = terminalsOf(world.fireline.desk).all(incident)
      const says = 'Held: it removes /var/lib/search and all that is in it. Enter once more runs it.'
      terminal?.audience.tell({ type: 'held', terminal: terminal.id, why: 'danger', says })
      await page.getByText('Held: it removes').waitFor()
    },
    async after() {
      await screen?.ends()
    },
  },
]
