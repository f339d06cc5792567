import { spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { putDumpBack } from '../../src/agent/restore-dump.ts'
import { copyAndProve } from '../../src/hosts/copy-and-prove.ts'
import { sha256Of } from '../../src/hosts/manifest.ts'
import { scratchMariadb } from '../../src/hosts/scratch-mariadb.ts'
import { mariadbCopy } from '../../src/integrations/mariadb/mariadb.ts'
import type { BackupDriver, BackupTask, Taken } from '../../src/steps/change/backup-driver.ts'
import { isRunning, type ProcessIdentity } from '../../src/store/embedded/process-identity.ts'
import { until } from '../harness.ts'
import { awkwardPassword, sharedScratch, startMariadb } from '../real-mariadb.ts'

const going = new AbortController().signal
const shop = await startMariadb()
let home: string
let driver: BackupDriver
/** For what is only to be refused: its server is used again. */
let inOneScratch: BackupDriver
let scratch: Awaited<ReturnType<typeof sharedScratch>> | undefined
let n = 0

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'fireline-my-home-'))
  chmodSync(home, 0o711)
  driver = mariadbCopy(scratchMariadb(join(home, 'scratch')))
  if (!shop) return
  scratch = await sharedScratch(join(home, 'shared'))
  inOneScratch = mariadbCopy(scratch)
})
afterAll(async () => {
  await scratch?.end()
  await shop?.stop()
  rmSync(home, { recursive: true, force: true })
})
beforeEach(() => {
  shop?.sql('drop database shop; create database shop', 'mysql')
})

const sql = (said: string) => shop?.sql(said) ?? ''
const task = (touches: string[] = ['my:shop'], more: Partial<BackupTask> = {}): BackupTask => ({
  backup: `b${++n}`,
  touches,
  folder: join(home, 'copies', `b${n}`),
  url: shop?.url() ?? '',
  ...more,
})
const take = async (one: BackupTask): Promise<Taken> => {
  mkdirSync(one.folder, { recursive: true })
  return driver.take(one, going)
}

describe.runIf(shop)('a copy of MariaDB', () => {
  it('holds every kind of value, keys, views and programs; what a dump cannot keep is said', async () => {
    sql(`create table orders (id int primary key auto_increment, state enum('new','paid','') not null default 'new', note text,
        raw varbinary(99), price decimal(10,2), weight float, big double, bits bit(9), placed timestamp(3) null, shape point, j json,
        twice decimal(11,2) as (price * 2) stored, hidden int invisible, key by_note (note(20)), constraint dear check (price >= 0));
      insert into orders (note, raw, price, weight, big, bits, placed, shape, j, hidden)
        select concat('note ', seq, char(10), "it's \\\\", char(9)), unhex(sha1(seq)), seq / 3, seq / 7, seq / 9, seq % 512, now(3), point(seq, 1),
          json_array(seq), seq from seq_1_to_500;
      create table customers (id int primary key, name varchar(30) character set latin1, order_id int,
        foreign key (order_id) references orders (id) on delete cascade);
      insert into customers values (1, 'Zoé', 1), (2, null, null), (3, '', 2);
      create table empty (x int); create sequence numbers; create view paid as select id from orders where state = 'paid';
      create function twice(x int) returns int deterministic return x * 2;
      create trigger watch_orders before update on orders for each row set new.note = upper(new.note);
      create event tidy on schedule every 1 day do delete from empty; create table past (x int) with system versioning`)
    const proven = await copyAndProve(driver, task(), going)
    expect(proven).toMatchObject({
      level: 'L3',
      proof:
        '4 tables, 503 rows restored and equal, with their indexes and keys. Not compared: of FLOAT more than six digits (orders.weight), what versioned rows were before, where sequences stand.',
    })
    expect(existsSync(join(home, 'scratch'))).toBe(true)
    expect(readdirSync(join(home, 'scratch'))).toEqual([])
  })

  it('is refused when an index, a check or a trigger of the source is not in what was restored', async () => {
    sql(`create table orders (id int primary key, note text, key by_note (note(9)), constraint short check (length(note) < 99));
      create trigger up before insert on orders for each row set new.note = upper(new.note)`)
    const one = task()
    const taken = await take(one)
    expect(taken.built).toEqual([
      expect.stringMatching(/^check orders\.short /),
      'index orders.PRIMARY (id) unique',
      'index orders.by_note (note)',
      'trigger up BEFORE INSERT orders',
    ])
    const more = { ...taken, built: [...(taken.built ?? []), 'index orders.by_state (state)'] }
    await expect(driver.prove(one, more, going)).rejects.toThrow(
      'not equal to the source: index orders.by_state (state)',
    )
  })

  it('of one table goes back alone; a dump that was cut puts nothing back', async () => {
    sql(`create table orders (id int primary key, n int); insert into orders values (1, 1), (2, 2);
      create table customers (id int primary key); insert into customers values (1)`)
    const one = await copyAndProve(driver, task(['my:shop/shop/orders']), going)
    expect(one).toMatchObject({ level: 'L3', covers: ['my:shop/shop/orders'] })
    expect(one.restore).toBe(`fireline restore-dump '${one.location}' --into <url>`)
    sql('delete from orders; insert into customers values (2)')
    const into = shop?.url('shop', 'root') ?? ''
    expect(await putDumpBack(one.location, into)).toBe('shop')
    expect(sql('select count(*) from orders; select count(*) from customers')).toBe('2\n2')
    sql('delete from orders')
    const half = join(home, 'half.sql')
    writeFileSync(half, 'drop table orders;\n')
    await expect(putDumpBack(half, into)).rejects.toThrow('Nothing was changed')
    expect(sql('show tables')).toBe('customers\norders')
  })

  it('of a database that is written to all the time is of one moment; without RELOAD it is refused, and says what closes that', async () => {
    sql(`create table orders (id int primary key auto_increment, n int); create table log (id int primary key auto_increment, order_id int);
      delimiter //
      create table closed (x int)`)
    sql(`delimiter //
create procedure buy() while not exists (select * from closed) do
  start transaction; insert into orders (n) values (1); insert into log (order_id) values (last_insert_id()); commit; end while //`)
    const buyer = spawn(
      'mariadb',
      ['--no-defaults', `--socket=${shop?.socket}`, '-uroot', 'shop', '-e', 'call buy()'],
      {
        stdio: 'ignore',
      },
    )
    try {
      await until(() => Number(sql('select count(*) from orders')) > 100, 'somebody who buys')
      const before = Number(sql('select count(*) from orders'))
      const held = task()
      const taken = await take(held)
      expect(taken.notCopied).toEqual([])
      expect(taken.prints?.find(one => one.name === 'orders')?.count).toBeGreaterThan(before)
      expect(await driver.prove(held, taken, going)).toMatchObject({ level: 'L3' })
      const free = task(['my:shop'], { url: shop?.url('shop', 'reader') ?? '' })
      const other = await take(free)
      expect(other.notCopied).toEqual(['what was written in the instant that it began'])
      const refused = driver.prove(free, other, going)
      await expect(refused).rejects.toThrow(/not equal to the source: .*orders.*grant reload/)
      // Whoever held commits let go of them.
      const after = Number(sql('select count(*) from orders'))
      await until(() => Number(sql('select count(*) from orders')) > after, 'more that is bought')
    } finally {
      sql('insert into closed values (1)')
      await until(() => buyer.exitCode !== null, 'the last that is bought')
    }
  })

  it('of tables without snapshots is refused with their names; the others can be copied alone', async () => {
    sql(
      `create table orders (id int primary key); create table hits (id int) engine=MyISAM; create table words (id int) engine=Aria`,
    )
    expect(await driver.unfit(task())).toMatch(/two moments: hits \(MyISAM\), words \(Aria\)\. Turn them into InnoDB/)
    expect(await driver.unfit(task(['my:shop/shop/orders']))).toBe(undefined)
    await expect(driver.unfit(task(['my:shop/shop/gone']))).rejects.toThrow('There is no table gone in shop')
  })

  it('tells what was written since, and does not take what it cannot know for nothing', async () => {
    sql(
      `create table orders (id int primary key); insert into orders values (1); create table customers (id int); insert into customers values (1);
      create procedure forget() truncate customers`,
    )
    const whole = task()
    await until(
      () =>
        sql(
          `select max(unix_timestamp(update_time)) + 1 < unix_timestamp() from information_schema.tables where table_schema = 'shop'`,
        ) === '1',
      'the next second',
    )
    const { point } = await take(whole)
    if (!point || !driver.distance) throw new Error('there is no point')
    expect(await driver.distance(whole, point)).toEqual({ changed: [] })
    sql('start transaction; insert into orders values (2); rollback')
    expect(await driver.distance(whole, point)).toEqual({ changed: [] })
    sql('insert into orders values (3)')
    expect(await driver.distance(whole, point)).toEqual({ changed: ['orders'] })
    expect(await driver.distance(task(['my:shop/shop/customers']), point)).toEqual({ changed: [] })
    for (const remade of ['truncate customers', "execute immediate 'truncate customers'", 'call forget()']) {
      const { point: before } = await take(whole)
      sql(remade)
      expect(before && (await driver.distance(whole, before))).toBe(undefined)
    }
    expect(await driver.distance(whole, { ...point, statsReset: '1 1' })).toBe(undefined)
    sql('create table quiet (id int)')
    const quiet = task(['my:shop/shop/quiet'])
    const { point: unwritten } = await take(quiet)
    expect(unwritten && (await driver.distance(quiet, unwritten))).toBe(undefined)
  })

  it('is proven in a server that the next Fireline ends, when this one was killed', async () => {
    const folder = join(home, 'left')
    const makes = scratchMariadb(folder)
    const left = await makes.open()
    const inside = join(folder, readdirSync(folder)[0] ?? '')
    const server = JSON.parse(readFileSync(join(inside, 'server'), 'utf8')) as ProcessIdentity
    expect(isRunning(server)).toBe(true)
    writeFileSync(join(inside, 'owner'), JSON.stringify({ ...server, startedAt: 'long ago' }))
    const next = await makes.open()
    await until(() => !isRunning(server), 'the server to be ended')
    expect(readdirSync(folder)).not.toContain(inside.split('/').at(-1))
    for (const one of [left, next]) await one.close()
    expect(readdirSync(folder)).toEqual([])
  })

  it('never shows the password, and refuses a wrong one in words', async () => {
    sql('create table orders (id int primary key)')
    const wrong = task(['my:shop'], { url: shop?.url('shop', 'backup', 'not the word') ?? '' })
    const error = await driver.unfit(wrong).catch((one: Error) => one)
    expect(String(error)).toMatch(/Access denied for user 'backup'/)
    expect(String(error)).not.toContain('not the word')
    expect(await driver.unfit(task())).toBe(undefined)
    const proven = await copyAndProve(driver, task(), going)
    expect(JSON.stringify(proven)).not.toContain(JSON.stringify(awkwardPassword).slice(1, -1))
    expect(readdirSync(tmpdir()).filter(name => name.startsWith('fireline-options-'))).toEqual([])
  })

  it.each([
    ['\\! touch RAN', 'Unknown command'],
    ['system touch RAN', 'syntax'],
    ['source SECRET', 'syntax'],
    [`select 1 into outfile 'RAN';`, 'Access denied'],
    [`load data infile 'SECRET' into table orders;`, 'Access denied'],
    [`load data local infile 'SECRET' into table orders;`, 'not allowed|disabled|rejected'],
    [`create function f returns integer soname 'RAN.so';`, 'denied'],
    [`install soname 'ha_connect';`, 'denied'],
    [`create table far (id int) engine=federated connection='mysql://root@127.0.0.1/x/y';`, 'Unknown storage engine'],
    [`grant all on *.* to restorer@localhost;`, 'denied'],
    [`set global event_scheduler = on;`, 'Access denied'],
    [`insert into orders values (9, load_file('SECRET'));`, 'not equal'],
    [
      `create definer=root@localhost trigger t before insert on orders for each row set @x = (select 1 into outfile 'RAN');`,
      '.',
    ],
    [
      `create definer=root@localhost function g() returns text reads sql data return load_file('SECRET'); insert into orders values (9, g());`,
      'definer',
    ],
  ])('a dump with "%s" in it runs nothing here', async (hostile, says) => {
    sql('create table orders (id int primary key, note text); insert into orders values (1, null)')
    const one = task()
    const taken = await take(one)
    const [ran, secret] = [join(home, 'ran'), join(home, 'secret')]
    writeFileSync(secret, '7\tsecret\n', { mode: 0o644 })
    const dump = join(one.folder, 'hostile.sql')
    const end = /-- Dump completed.*\n$/.exec(readFileSync(taken.location, 'utf8'))?.[0] ?? ''
    const said = `${hostile.replaceAll('RAN', ran).replaceAll('SECRET', secret)}\n;\n${end}`
    writeFileSync(dump, readFileSync(taken.location, 'utf8').replace(end, said))
    const proof = inOneScratch.prove(one, { ...taken, location: dump, digest: await sha256Of(dump) }, going)
    const error = await proof.then(
      () => undefined,
      (trouble: Error) => trouble.message,
    )
    expect(error).toMatch(new RegExp(says, 'i'))
    expect(existsSync(ran)).toBe(false)
    expect(error).not.toContain('7\tsecret')
  })
})
