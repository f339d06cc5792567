import { randomUUID } from 'node:crypto'
import type { HostAnswer } from '../../src/api/host-protocol.ts'
import { hostAgentsOf } from '../../src/hosts/host-agents.ts'
import type { OpeningNo } from '../../src/terminal/opening.ts'
import { p256 } from '../agent/signing.ts'
import { type Scene, scene } from './scene.ts'
import type { Here } from './stage.ts'

type Answer<T extends HostAnswer['type']> = Omit<Extract<HostAnswer, { type: T }>, 'wish'>
type Says = Answer<'no'> | Answer<'question'>

const hello = { type: 'hello' as const, v: 2 as const, as: 'host' as const, level: 4, version: 'test', shell: true }
const no = (code: OpeningNo): Says => ({ type: 'no', code, message: 'cannot fork' })

/** The agent of a host of this scene's own, that answers the question and what was signed like this. */
function hostThatSays({ world, number }: Here, question: Says | 'asks', signed?: OpeningNo): string {
  const host = `db-${number}-${randomUUID().slice(0, 4)}`
  const notAfter = new Date(Date.now() + 60_000).toISOString()
  const asks: Says = { type: 'question', nonce: 'n', notAfter, accounts: [{ account: 'ana' }] }
  const id = randomUUID()
  const agent = hostAgentsOf(world.fireline.desk).came(
    { id, host, allows: { ...hello, checks: [], agent: id, host } },
    {
      send({ type, wish }) {
        const says = type === 'ask-opening' ? (question === 'asks' ? asks : question) : no(signed ?? 'did-not-start')
        agent.heard({ ...says, wish })
        // After its no it is gone, as agents are between two scenes.
        if (says.type === 'no') setImmediate(() => hostAgentsOf(world.fireline.desk).left(agent))
      },
      close() {},
    },
  )
  return host
}

/** Refused when she asks what to sign. */
const whenAsked = (code: string, says: OpeningNo): Scene =>
  scene(code, here => ({
    by: here.ana,
    command: 'openings',
    body: { host: hostThatSays(here, no(says)) },
    ownRoute: true,
  }))

/** Refused for what she signed. */
const whenSigned = (code: string, says: OpeningNo): Scene =>
  scene(code, async here => {
    const host = hostThatSays(here, 'asks', says)
    const asked = await here.ask(here.ana, 'openings', { host })
    const { id } = (asked.body as { opening: { id: string } }).opening
    const body = { account: 'ana', sessionKey: p256(), signed: { ssh: 'a signature' } }
    return { by: here.ana, command: `openings/${id}/signature`, body, ownRoute: true }
  })

/** What a host says to who wants a shell on it. */
export const shellScenes: readonly Scene[] = [
  scene('no-agent', ({ ana }) => ({ by: ana, command: 'openings', body: { host: 'nowhere-1' }, ownRoute: true })),
  whenAsked('shell-off', 'shell-off'),
  whenAsked('shell-ended', 'other-terminal'),
  whenSigned('not-on-the-list', 'not-listed'),
  whenSigned('other-account', 'other-account'),
  whenSigned('shell-did-not-start', 'did-not-start'),
  whenSigned('signature-refused', 'bad-signature'),
  whenSigned('signed-too-late', 'too-late'),
]
