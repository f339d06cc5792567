import { hearRemark } from '../../src/engine/hear-remark.ts'
import { fireline } from '../../src/incident/entry.ts'
import { putChat } from '../../src/store/chats.ts'
import { inTransaction } from '../../src/store/db.ts'
import { openSecrets } from '../../src/store/secrets.ts'
import type { Night } from './night.ts'
import type { Picture } from './picture.ts'

let second = 0

/** A second fire, about which people answer from elsewhere. */
async function answered({ clock, world, people }: Night): Promise<void> {
  await clock('09:10:00')
  const title = 'Invoices are sent twice'
  const { body } = await people.ana.post<{ id: string; number: number }>('/api/v1/incidents', {
    title,
    severity: 'sev3',
    service: 'shop',
  })
  await people.ana.post(`/api/v1/incidents/${body.id}/acknowledge`)
  second = body.number
  const { desk } = world.fireline
  const hear = (said: object) =>
    inTransaction(desk.db, tx => hearRemark(desk, tx, { incident: body.id, ...said } as never, fireline))
  await clock('09:14:00')
  await hear({
    source: 'mail 1',
    text: 'Our accounting has two of each since this morning, the second one always at full past the hour.',
    from: 'Support <support@shop.example>',
    over: 'mail',
  })
  await clock('09:16:00')
  await hear({
    source: 'slack 1',
    text: 'Was the queue not moved to the new worker yesterday?',
    from: 'Mira',
    over: 'Slack',
    person: people.mira.id,
  })
}

/** As if Slack had been connected: there is none at night. */
async function connected({ world, now }: Night): Promise<void> {
  const workspace = { id: 'T1', name: 'Shop', user: 'U1' }
  const chat = {
    kind: 'slack' as const,
    settings: { server: 'http://127.0.0.1:9' },
    workspace,
    opensFor: [],
  }
  const secrets = openSecrets({ dataDir: world.dataDir })
  await inTransaction(world.fireline.desk.db, tx => putChat(tx, secrets, chat, now()))
}

/** What is answered by mail and in a chat, and how the chat is set up. */
export const chatting: readonly Picture[] = [
  {
    name: 'room-answered',
    says: 'What was answered by mail and in Slack: one press makes a theory or a fact of it.',
    before: answered,
    as: 'ana',
    path: () => `/incidents/INC-${second}`,
    shows: 'Answered from elsewhere',
    async act(page, size) {
      if (size === 'phone')
        await page
          .getByRole('link', { name: 'Board' })
          .or(page.getByRole('button', { name: 'Board' }))
          .first()
          .click()
      await page.getByText('Answered from elsewhere').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'settings-chat',
    says: 'Setting up Slack: the manifest to paste, and the keys.',
    as: 'noor',
    path: '/settings/chat',
    shows: 'Make the app',
  },
  {
    name: 'settings-me-chat',
    before: connected,
    says: 'Who I am in Slack: a code to type there.',
    as: 'mira',
    path: '/settings/me',
    shows: 'Who I am in Slack',
    async act(page) {
      await page.getByRole('button', { name: 'Make a code' }).click()
      const line = page.getByText('Type this in Slack before')
      await line.waitFor()
      await line.scrollIntoViewIfNeeded()
    },
  },
]
