import { fireline } from '../incident/entry.ts'
import { buttonOf, noteTap, useButton } from '../store/capabilities.ts'
import { inTransaction, type Row } from '../store/db.ts'
import { tapTestCall } from '../store/test-calls.ts'
import type { Desk } from './desk.ts'
import { handle } from './handle.ts'
import { newId } from './id.ts'

/** A one-use token came back over the channel it was sent by: its person's command, once. Undefined: not ours, or used already. */
export const press = async (desk: Desk, token: string): Promise<string | undefined> =>
  (await pressed(desk, token))?.command

/** What a press did; `no` when its command was refused, in the refusal's words. */
export interface Pressed {
  command: string
  no?: string
}

export async function pressed(desk: Desk, token: string): Promise<Pressed | undefined> {
  if (!/^[-_A-Za-z0-9]{43}$/.test(token)) return undefined
  return inTransaction(desk.db, async tx => {
    const now = desk.clock.now()
    if (await tapTestCall(tx, token, now)) return { command: 'it-rang' }
    const button = await useButton(tx, token, now)
    const { rows } = button
      ? await tx.query<{ name: string } & Row>('select name from person where id = $1 and disabled_at is null', [
          button.person,
        ])
      : { rows: [] }
    if (!button || !rows[0]) return undefined
    const by = { kind: 'person', id: button.person, name: rows[0].name } as const
    const ask = (body: unknown) => ({ id: newId(now), by, at: desk.clock.at(), body })
    await handle(desk, tx, button.incident, ask({ call: button.call }), 'call-tapped')
    const handled = await handle(desk, tx, button.incident, ask({}), button.command)
    await noteTap(tx, button.incident, button.call, now)
    return { command: button.command, ...('code' in handled && { no: handled.message }) }
  })
}

/** A device says by itself that it shows a message; which, its button says. Of what is only a test nothing is kept. */
export async function shown(desk: Desk, token: string): Promise<void> {
  await inTransaction(desk.db, async tx => {
    const button = await buttonOf(tx, token)
    if (!button) return
    const ask = { id: newId(desk.clock.now()), by: fireline, at: desk.clock.at(), body: { call: button.call } }
    await handle(desk, tx, button.incident, ask, 'call-shown')
  })
}
