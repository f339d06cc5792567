import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { newId } from '../engine/id.ts'
import { putFeed } from './calendar-feeds.ts'
import { saveChannelAccount } from './channel-accounts.ts'
import { putChat } from './chats.ts'
import { saveContacts } from './contacts.ts'
import { inTransaction, openPool, type Tx } from './db.ts'
import { handedOutMark } from './handed-out.ts'
import { keptValues } from './kept-values.ts'
import { putMailbox } from './mailboxes.ts'
import { setOutsideHeartbeat } from './outside-heartbeat.ts'
import { putResource } from './resources.ts'
import { openSecrets } from './secrets.ts'
import { saveSenderSettings } from './sender-settings.ts'
import { putStandBy } from './stand-bys.ts'

const now = new Date('2026-11-28T03:00:00Z')
const person = newId(now)
const integration = newId(now)
const secrets = openSecrets({ dataDir: mkdtempSync(join(tmpdir(), 'fireline-kept-')) })

const database = await freshDatabase()
const db = openPool(database.config)

beforeAll(async () => {
  await db.query(
    `insert into person (id, kind, name, role, created_at) values ($1, 'person', 'Ana', 'responder', now())`,
    [person],
  )
  await db.query(
    `insert into integration (id, service, kind, name, key_digest, created_at) values ($1, 'default', 'webhook', 'w', 'd', now())`,
    [integration],
  )
})

afterAll(async () => {
  await db.end()
  await database.drop()
})

/** By the file that seals it. */
const kept: Record<string, { keeps: string; put(tx: Tx): Promise<unknown> }> = {
  'resources.ts': {
    keeps: 'pw-resource',
    put: tx =>
      putResource(tx, secrets, 'shop', { reach: { kind: 'postgres', url: 'postgres://a:pw-resource@db/shop' } }, now),
  },
  'stand-bys.ts': {
    keeps: 'pw-stand-by',
    put: tx =>
      putStandBy(
        tx,
        secrets,
        {
          slug: 'b',
          service: 'default',
          offerAfterMinutes: 15,
          way: { driver: 'caddy', reach: { admin: 'http://a:pw-stand-by@proxy:2019' }, server: 'b' },
        },
        now,
      ),
  },
  'channel-accounts.ts': {
    keeps: 'pw-account',
    put: tx => saveChannelAccount(tx, secrets, { kind: 'twilio', settings: { token: 'pw-account' }, by: person, now }),
  },
  'chats.ts': {
    keeps: 'pw-chat',
    put: tx =>
      putChat(
        tx,
        secrets,
        {
          kind: 'slack',
          settings: { botToken: 'pw-chat' },
          workspace: { id: 'T1', name: 'House', user: 'U1' },
          opensFor: ['sev1'],
        },
        now,
      ),
  },
  'contacts.ts': {
    keeps: 'pw-contact',
    put: tx =>
      saveContacts(
        tx,
        person,
        [{ id: 'ntfy', channel: 'ntfy', settings: { topic: 'an-open-word', token: 'pw-contact' } }],
        secrets,
        () => ['token'],
      ),
  },
  'sender-settings.ts': {
    keeps: 'pw-sender',
    put: tx =>
      saveSenderSettings(tx, secrets, {
        id: integration,
        name: 'w',
        settings: { secret: 'pw-sender', path: 'an-open-word' },
        secretFields: ['secret'],
      }),
  },
  'mailboxes.ts': {
    keeps: 'pw-mailbox',
    put: tx =>
      putMailbox(
        tx,
        secrets,
        newId(now),
        {
          slug: 'in',
          service: 'default',
          everyMs: 60_000,
          opensAfter: 3,
          settings: { host: 'mail', port: 993, security: 'tls', user: 'u', password: 'pw-mailbox', folder: 'INBOX' },
        },
        now,
      ),
  },
  'calendar-feeds.ts': {
    keeps: 'https://cal.example/pw-feed.ics',
    put: tx =>
      putFeed(
        tx,
        secrets,
        { id: newId(now), person, source: 'own', url: 'https://cal.example/pw-feed.ics', zone: 'UTC' },
        now,
      ),
  },
  'outside-heartbeat.ts': {
    keeps: 'https://hc.example/pw-heartbeat',
    put: tx => setOutsideHeartbeat(tx, secrets, { url: 'https://hc.example/pw-heartbeat', by: person, now }),
  },
}

/** Why what these seal is not starred in a terminal. */
const passedOver: Record<string, string> = {
  'integrations.ts': 'keys of senders are known by their digest',
  'telegram-starts.ts': 'the bot of a start that ends within minutes; then it is a contact',
  'user-reports.ts': 'who reported: a name, not a credential',
  'traffic-shifts.ts': 'the way of its stand-by once more',
  'copies.ts': 'the key of a copy never leaves as text',
}

test.each(Object.entries(kept))(
  'what %s keeps sealed is known, and looked for as soon as it is there',
  async (_, one) => {
    const before = await handedOutMark(db)
    await inTransaction(db, one.put)
    expect(await handedOutMark(db)).not.toBe(before)
    const values = await keptValues(db, secrets)
    expect(values).toContain(one.keeps)
    expect(values).not.toContain('an-open-word')
  },
)

test('what seals something says how it is kept out of terminals, or why that needs nothing', () => {
  const sealing = readdirSync(import.meta.dirname).filter(
    name =>
      name.endsWith('.ts') &&
      !name.endsWith('.test.ts') &&
      readFileSync(join(import.meta.dirname, name), 'utf8').includes('secrets.seal('),
  )
  expect(sealing.sort()).toEqual([...Object.keys(kept), ...Object.keys(passedOver)].sort())
})

test('what cannot be opened hides nothing else', async () => {
  await db.query(`update mailbox set settings = 'v1:bm90aGluZw=='`)
  const values = await keptValues(db, secrets)
  expect(values).not.toContain('pw-mailbox')
  expect(values).toContain('pw-contact')
})
