import { WebSocket } from 'ws'
import type { Night } from './night.ts'
import type { Picture } from './picture.ts'
import { type Shown, shareScreen } from './terminal.ts'

const prompt = (at: string) => `\u001b[32m${at}\u001b[0m:~$ `
const fire: { number?: number; screens: Shown[]; ben?: WebSocket } = { screens: [] }
const room = () => `/incidents/INC-${fire.number}`

/** Asks of the fire that these pictures are of. */
async function asks({ people }: Night, who: 'ana' | 'ben' | 'mira', command: string, body = {}): Promise<void> {
  const { status, body: answer } = await people[who].post(`/api/v1/incidents/INC-${fire.number}/${command}`, body)
  if (status !== 200) throw new Error(`${who} could not ${command}: ${status} ${JSON.stringify(answer)}`)
}

/** Two hosts, and one more pair of eyes; Ana hands db-1 to Ben in the middle of a line. */
async function twoHosts(night: Night): Promise<void> {
  const said = { title: 'Carts time out', severity: 'sev2', service: 'checkout' }
  const { body } = await night.people.ana.post<{ number: number }>('/api/v1/incidents', said)
  fire.number = body.number
  await asks(night, 'ana', 'acknowledge')
  await asks(night, 'ben', 'join')
  await asks(night, 'mira', 'join')
  const incident = `INC-${fire.number}`
  const [db, web, look] = [
    await shareScreen(night, 'ana', 'psql shop', incident),
    await shareScreen(night, 'ben', 'bash', incident, { host: 'web-1' }),
    await shareScreen(night, 'mira', 'journalctl', incident, { host: 'web-1', looking: true }),
  ]
  fire.screens = [db, web, look]
  db.says(
    `${prompt('ana@db-1')}psql shop -c "select count(*) from cart_locks"\n count \n-------\n  9120\n(1 row)\n\n${prompt('ana@db-1')}psql shop -c "delete from cart_locks where `,
  )
  web.says(`${prompt('ben@web-1')}curl -so /dev/null -w '%{time_total}' localhost/cart\n8.214\n${prompt('ben@web-1')}`)
  look.says('03:58:12 web-1 gateway[812]: cart upstream timed out (110)\n')
  await asks(night, 'ana', 'give-keyboard', { to: night.people.mira.id, host: 'web-1' })
  await asks(night, 'mira', 'have-control', { host: 'web-1' })
  await asks(night, 'ana', 'give-keyboard', { to: night.people.ben.id, host: 'db-1' })
}

/** Ben has Fireline open, so that he is told before it is taken. */
async function benIsHere(night: Night): Promise<void> {
  const socket = new WebSocket(`${night.world.url.replace(/^http/, 'ws')}/ws`)
  fire.ben = socket
  socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', token: night.people.ben.token })))
  await new Promise(resolve => socket.once('message', resolve))
  const reason = 'You are on the phone with the partner'
  await asks(night, 'ana', 'take-over', { host: 'db-1', reason })
}

const toTerminal: Picture['act'] = async (page, size) => {
  if (size === 'phone') await page.getByRole('navigation').getByText('Terminal').click()
  await page.getByText('9120').first().waitFor()
}

/** Who types where, and how that changes hands. */
export const atTheTerminals: readonly Picture[] = [
  {
    name: 'terminal-i-have-control',
    says: 'Ben was given the keyboard of db-1 in the middle of a line: he sees it, and one key takes control.',
    before: twoHosts,
    as: 'ben',
    path: room,
    shows: 'I have control',
    act: toTerminal,
  },
  {
    name: 'terminal-two-hosts',
    says: 'Two hosts, an operator each, and one who looks around: who types where stands on each.',
    before: night => asks(night, 'ben', 'have-control', { host: 'db-1' }),
    as: 'mira',
    path: room,
    shows: 'you look around',
    act: toTerminal,
  },
  {
    name: 'terminal-take-over',
    says: 'Ana, who leads, takes the keyboard of db-1: Ben has ten seconds to come to an end, to give it at once, or to say no.',
    before: benIsHere,
    as: 'ben',
    path: room,
    shows: 'keyboard from you',
    act: toTerminal,
    after: async () => {
      fire.ben?.terminate()
      for (const screen of fire.screens) await screen.ends()
    },
  },
]
