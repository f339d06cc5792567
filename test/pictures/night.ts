import type pg from 'pg'
import type { Entry } from '../../src/incident/entry.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { freshDatabase } from '../database.ts'
import { Ledger } from '../fakes/ledger.ts'
import { type SmtpFake, startSmtp } from '../fakes/smtp.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { withClient } from '../shop-database.ts'

const names = ['ana', 'ben', 'mira', 'jonas', 'noor', 'leo'] as const
export type Name = (typeof names)[number]

/** One believable night: fixed people, a fixed clock, a real server. It only goes forward. */
export interface Night {
  world: World
  people: Record<Name, Caller>
  ledger: Ledger
  /** The clock of the night: 03:04:10. What was due until then happens. */
  clock(time: string): Promise<void>
  now(): Date
  /** Asks a command of INC-1; fails when it is not done. */
  done(by: Name, command: string, body?: object): Promise<Entry[]>
  /** Asks, whatever the answer. */
  ask(by: Name, command: string, body?: object): Promise<unknown>
  is(): Promise<Incident>
  /** Copies wait from now on, until they are let go. */
  holdCopies(): () => void
  /** The path of the link in the newest mail to this person. */
  link(to: Name): string
  end(): Promise<void>
}

const day = '2025-11-12'

export async function openNight(): Promise<Night> {
  const ledger = new Ledger()
  const smtp = await startSmtp(ledger)
  const world = await startWorld({ FIRELINE_SMTP_URL: smtp.url, FIRELINE_NODE: 'fireline-1' })
  const now = { at: new Date(`${day}T02:40:00Z`) }
  const { clock } = world.fireline.desk
  Object.assign(clock, { now: () => new Date(now.at), at: () => now.at.toISOString() })
  const people = {} as Record<Name, Caller>
  for (const name of names) {
    // One after the other: the first person is on call until there is a schedule.
    now.at = new Date(now.at.getTime() + 60_000)
    const said = name.charAt(0).toUpperCase() + name.slice(1)
    people[name] = await world.person(
      said,
      name === 'leo' ? 'viewer' : name === 'noor' ? 'admin' : 'responder',
      `${name}@shop.example`,
    )
  }
  await furnish(world)
  const ask = (by: Name, command: string, body: object = {}) =>
    people[by].post(`/api/v1/incidents/INC-1/${command}`, body)
  return {
    world,
    people,
    ledger,
    async clock(time) {
      now.at = new Date(`${day}T${time}Z`)
      world.fireline.desk.wake()
      await settled(world)
    },
    now: () => new Date(now.at),
    ask,
    async done(by, command, body) {
      now.at = new Date(now.at.getTime() + 1_000)
      const { status, body: answer } = await ask(by, command, body)
      if (status !== 200) throw new Error(`${by} could not ${command}: ${status} ${JSON.stringify(answer)}`)
      return answer['entries'] as Entry[]
    },
    is: async () => (await people.noor.get<Incident>('/api/v1/incidents/INC-1')).body,
    holdCopies: () => holdCopies(world),
    link: to => linkIn(ledger, `${to}@shop.example`),
    end: () => over(world, smtp),
  }
}

/** What there was before the night: a service, who must know, a database to copy. */
async function furnish({ admin }: World): Promise<void> {
  const shop = await freshDatabase()
  await withClient({ ...shop.config, database: 'postgres' }, client => client.query('create database shop'))
  await withClient({ ...shop.config, database: 'shop' }, routes)
  const url = new URL(shop.url.replace(/\/t_[0-9a-f]+$/, '/shop'))
  await admin.put('/api/v1/resources/shop', { kind: 'postgres', url: url.href })
  await admin.put('/api/v1/services/shop', { name: 'The shop', owner: 'Team Shop' })
  const checkout = {
    name: 'Checkout',
    dependsOn: ['shop'],
    owner: 'Team Checkout',
    stakeholders: [{ email: 'support@shop.example' }],
  }
  await admin.put('/api/v1/services/checkout', checkout)
}

async function routes(client: pg.Client): Promise<void> {
  await client.query('create table routes (id int primary key, path text not null, upstream text not null)')
  await client.query(`insert into routes select i, '/api/cart/' || i, 'cart-' || i % 3 from generate_series(1, 214) i`)
}

/** Nothing that is due is left undone. */
async function settled({ fireline: { desk } }: World): Promise<void> {
  await until(async () => {
    const { rows } = await desk.db.query<{ n: number }>(
      `select count(*)::int as n from obligation where state = 'owed' and due_at <= $1 and kind <> 'take-backup'`,
      [desk.clock.at()],
    )
    return rows[0]?.n === 0
  }, 'what is due to be done')
}

function holdCopies({ fireline: { desk } }: World): () => void {
  const { promise, resolve } = Promise.withResolvers<void>()
  const real = desk.performers['take-backup']
  desk.performers['take-backup'] = async (...args) => {
    await promise
    return real(...args)
  }
  return resolve
}

function linkIn({ sent }: Ledger, to: string): string {
  const mail = sent.findLast(one => one.over === 'smtp' && one.to === to && one.body.includes('/a/'))
  const link = /https?:\/\/[^\s"'<>]+\/a\/[-_A-Za-z0-9]{43}/.exec(mail?.body ?? '')?.[0]
  if (!link) throw new Error(`no link was mailed to ${to}`)
  return new URL(link).pathname
}

async function over(world: World, smtp: SmtpFake): Promise<void> {
  await world.stop()
  await smtp.stop()
}
