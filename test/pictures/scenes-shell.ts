import { handle } from '../../src/engine/handle.ts'
import { newId } from '../../src/engine/id.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { inTransaction } from '../../src/store/db.ts'
import { type AgentOfAHost, agentOfAHost } from '../agent/agent-of-a-host.ts'
import type { Night } from './night.ts'
import type { Picture } from './picture.ts'
import { type Shown, shareScreen } from './terminal.ts'

const there = { number: 0, agent: undefined as AgentOfAHost | undefined, screen: undefined as Shown | undefined }
const room = () => `/incidents/INC-${there.number}`
const prompt = '\u001b[32mben@db-7\u001b[0m:~$ '

/** Ben has an incident on db-7, whose own file lets its agent open shells for who is listed there. */
async function allowsShells(night: Night): Promise<void> {
  const said = { title: 'Orders are written twice', severity: 'sev2', service: 'shop' }
  const { body } = await night.people.ben.post<{ number: number }>('/api/v1/incidents', said)
  there.number = body.number
  await night.people.ben.post(`/api/v1/incidents/INC-${body.number}/acknowledge`)
  there.agent = await agentOfAHost(night.world, 'level: 4\nshell: {accounts: {}}', 'db-7')
}

/** He opened one from a terminal of his; here he looks at it in a page that has no key. */
async function openedElsewhere(night: Night): Promise<void> {
  const { desk } = night.world.fireline
  const { ben } = night.people
  there.screen = await shareScreen(night, 'ben', 'bash', `INC-${there.number}`, { host: 'db-7' })
  there.screen.says(
    `${prompt}psql shop -c "select count(*) from orders_seen_twice"\n count \n-------\n   412\n(1 row)\n\n${prompt}`,
  )
  const { body: is } = await ben.get<Incident>(`/api/v1/incidents/INC-${there.number}`)
  const terminal = is.terminals[0]?.id
  const key = 'SHA256:WvRtx2zLxJ2bmPqmW9FVxQvPuZZGbXH2J0sJYc5sJbk'
  const by = { kind: 'person' as const, id: ben.id, name: 'Ben' }
  const ask = { id: newId(night.now()), by, at: desk.clock.at(), body: { host: 'db-7', account: 'ben', terminal, key } }
  await inTransaction(desk.db, tx => handle(desk, tx, is.id, ask, 'shell-opened'))
}

const toTerminal: Picture['act'] = async (page, size) => {
  if (size === 'phone') await page.getByRole('navigation').getByText('Terminal').click()
}

/** A shell on a host that opens it for a signature alone. */
export const signing: readonly Picture[] = [
  {
    name: 'shell-open',
    says: 'db-7 lets its agent open shells: by an SSH key from a terminal, or by a passkey where the page has a name.',
    before: allowsShells,
    as: 'ben',
    path: room,
    shows: 'Open a shell on db-7',
    async act(page, size, night) {
      await toTerminal(page, size, night)
      await page.getByRole('button', { name: 'Open a shell on db-7…' }).click()
      await page.getByRole('heading', { name: 'A shell on db-7' }).waitFor()
    },
  },
  {
    name: 'shell-sign-here',
    says: 'Ben opened a shell from a terminal of his. This page has no key that db-7 knows: he types there, or signs here.',
    before: openedElsewhere,
    as: 'ben',
    path: room,
    shows: 'lets in only what you signed',
    async act(page, size, night) {
      await toTerminal(page, size, night)
      await page.getByText('412').first().waitFor()
    },
    async after() {
      await there.agent?.end()
      await there.screen?.ends()
    },
  },
]
