import { until } from '../harness.ts'
import { anaAndBen, proposed, type Scene, scene, simple, slowScene, strictScene, suggestion, theory } from './scene.ts'
import { type Here, painfully } from './stage.ts'

const complex = (here: Here, more: object = {}) => proposed(here, { kind: 'complex', touches: [here.touch], ...more })
const applied = (here: Here) => here.done(here.ana, 'apply-change', { change: 'C1' })
const apply = ({ ana }: Here) => ({ by: ana, command: 'apply-change', body: { change: 'C1' } })

/** C1 is asked for and goes on; nobody waits for its answer here. */
async function begins({ ana, ask, is }: Here, command: string, has: (now: Awaited<ReturnType<Here['is']>>) => boolean) {
  ask(ana, command, { change: 'C1' }).catch(() => {})
  await until(async () => has(await is()), `${command} to begin`)
}

const toStandBy = (slug: string) => ({ driver: 'haproxy', to: slug, share: 100 })

/** A stand-by whose proxy nobody listens at. */
const moving = ({ ana }: Here, slug: string) => ({
  by: ana,
  command: 'shift-traffic',
  body: toStandBy(slug),
})

/** The gate, the copies and the way back. */
export const changeScenes: readonly Scene[] = [
  ...['take-backup', 'apply-change', 'verify-change', 'roll-back-change'].flatMap(command => [
    scene('unknown-change', ({ ana }) => ({ by: ana, command, body: { change: 'C9' } })),
    scene('unknown-change', async here => {
      await complex(here)
      return { by: here.ana, command, body: { change: 'C9' } }
    }),
  ]),
  scene('unknown-change', async here => {
    await proposed(here)
    const body = { rule: 'no-verified-backup', change: 'C9', reason: 'no time' }
    return { by: here.ana, command: 'waive', body }
  }),
  scene('not-applied', async here => {
    await complex(here)
    return { by: here.ana, command: 'verify-change', body: { change: 'C1' } }
  }),
  scene('not-applied', async here => {
    await proposed(here)
    return { by: here.ana, command: 'roll-back-change', body: { change: 'C1' } }
  }),
  scene('rolled-back', async here => {
    await proposed(here)
    await applied(here)
    await here.done(here.ana, 'roll-back-change', { change: 'C1' })
    return apply(here)
  }),
  scene('change-failed', async here => {
    await proposed(here, { commands: ['false'], undo: 'true' })
    await applied(here)
    return { by: here.ana, command: 'verify-change', body: { change: 'C1' } }
  }),
  slowScene('running', async here => {
    await proposed(here, { commands: ['true'] })
    await begins(here, 'apply-change', is => is.changes[0]?.state === 'applying')
    return { by: here.ana, command: 'verify-change', body: { change: 'C1' } }
  }),
  slowScene('no-verified-backup', async here => {
    await complex(here)
    await begins(here, 'take-backup', is => is.backups.length > 0)
    return apply(here)
  }),
  scene('no-verified-backup', async here => {
    await complex(here)
    return apply(here)
  }),
  scene('unknown-copy', async here => {
    await complex(here)
    return { by: here.ana, command: 'stop-backup', body: { backup: 'B9' } }
  }),
  scene('copy-not-under-way', async here => {
    await complex(here)
    await here.done(here.ana, 'take-backup', { change: 'C1' })
    return { by: here.ana, command: 'stop-backup', body: { backup: 'B1' } }
  }),
  scene('no-verified-backup', async here => {
    await complex(here)
    await here.done(here.ana, 'waive', { rule: 'no-verified-backup', change: 'C1', reason: 'no time' })
    return apply(here)
  }),
  scene('touches-unknown', async here => {
    await proposed(here, { kind: 'complex' })
    return apply(here)
  }),
  scene('touches-unknown', async here => {
    await proposed(here, { kind: 'complex' })
    return { by: here.ana, command: 'take-backup', body: { change: 'C1' } }
  }),
  scene('no-driver', async here => {
    await complex(here, { touches: ['redis:carts'] })
    return { by: here.ana, command: 'take-backup', body: { change: 'C1' } }
  }),
  scene('unknown-resource', async here => {
    await complex(here, { touches: ['pg:nowhere/shop/public.orders'] })
    return { by: here.ana, command: 'take-backup', body: { change: 'C1' } }
  }),
  scene('driver-does-not-fit', async here => {
    await complex(here)
    return { by: here.ana, command: 'take-backup', body: { change: 'C1', driver: 'postgres' } }
  }),
  scene('level-not-offered', async here => {
    await complex(here)
    return { by: here.ana, command: 'take-backup', body: { change: 'C1', level: 'L4' } }
  }),
  scene(
    'hurts-now',
    async here => {
      await complex(here)
      return { by: here.ana, command: 'take-backup', body: { change: 'C1' } }
    },
    `carts are empty, ${painfully}`,
  ),
  scene('open-objection', async here => {
    await proposed(here)
    await here.done(here.leo, 'object', { to: 'C1', reason: 'Carts would be lost' })
    return apply(here)
  }),
  strictScene('fix-without-cause', async here => {
    await theory(here)
    await proposed(here, { intent: 'fix' })
    return apply(here)
  }),
  scene('no-stand-by', ({ ana }) => {
    const body = { driver: 'dns', to: 'the other site', share: 50 }
    return { by: ana, command: 'shift-traffic', body }
  }),
  scene('no-stand-by', here => ({ ...moving(here, 'by-dns'), body: { ...toStandBy('by-dns'), driver: 'dns' } })),
  scene('nothing-moved', ({ ana }) => ({ by: ana, command: 'revert-traffic', body: { shift: 'X9' } })),
  scene('nothing-moved', ({ ana }) => {
    return { by: ana, command: 'hold-way-back', body: { shift: 'X9', reason: 'It is fine there' } }
  }),
  slowScene('traffic-moving', async here => {
    const asked = moving(here, 'taken')
    await here.done(here.ana, asked.command, asked.body)
    return { ...asked, body: { ...asked.body, share: 50 } }
  }),
  scene('only-the-operator', async here => {
    await anaAndBen(here)
    await proposed(here)
    return { ...apply(here), by: here.ben }
  }),
  scene('only-the-operator', async here => {
    await here.done(here.ben, 'join')
    await here.done(here.ana, 'join')
    await proposed(here)
    return apply(here)
  }),
  scene('only-the-lead', async here => {
    await anaAndBen(here)
    await complex(here)
    const body = { rule: 'no-verified-backup', change: 'C1', reason: 'no time' }
    return { by: here.ben, command: 'waive', body }
  }),
  scene('not-waivable', async here => {
    await suggestion(here)
    await complex(here)
    return { by: here.ana, command: 'waive', body: { rule: 'sleep', change: 'C1', reason: 'no time' } }
  }),
  scene('not-waivable', ({ ana }) => ({ by: ana, command: 'waive', body: { rule: 'sleep', reason: 'no time' } })),
  scene('nothing-in-the-way', async here => {
    await proposed(here, { ...simple, intent: 'fix' })
    const body = { rule: 'fix-without-cause', change: 'C1', reason: 'no time' }
    return { by: here.ana, command: 'waive', body }
  }),
  scene('which-change', async here => {
    await complex(here)
    return { by: here.ana, command: 'waive', body: { rule: 'no-verified-backup', reason: 'no time' } }
  }),
  scene('which-change', ({ ana }) => {
    return { by: ana, command: 'waive', body: { rule: 'no-verified-backup', reason: 'no time' } }
  }),
]
