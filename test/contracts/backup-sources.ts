import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MariadbForScratch } from '../../src/hosts/scratch-mariadb.ts'
import { folderCopy } from '../../src/integrations/folder/folder.ts'
import { mariadbCopy } from '../../src/integrations/mariadb/mariadb.ts'
import { ownCopy } from '../../src/integrations/own-copy/own-copy.ts'
import { resticCopy } from '../../src/integrations/restic/restic.ts'
import { sqliteCopy } from '../../src/integrations/sqlite/sqlite.ts'
import type { BackupDriver, BackupTask } from '../../src/steps/change/backup-driver.ts'
import type { OtherPostgres } from '../other-postgres.ts'
import { awkwardPassword, type RealMariadb } from '../real-mariadb.ts'

/** Something that holds data, with a driver that can copy it. */
export interface BackupSource {
  home: string
  driver: BackupDriver
  task(): BackupTask
  /** One row or one file more. */
  change(): void
  /** What the change that went wrong did. */
  wreck(): void
  /** What stands there now. */
  look(): string
  /** It is no longer where it was said to be. */
  lose(): void
  /** Runs the line that puts it back, where that is more than the line itself. */
  putBack?(line: string): void
  /** The program that does the copying, found by its name. */
  tool?: string
  /** What stands in for that program where it is too old: a line of sh. */
  old?: string
  /** Who Fireline is may no longer come in. */
  expire?(): void
  secret?: string
}

/** Would run, or be taken for an option, wherever a shell read it or a word was put together with it. */
export const awkward = `-rf "it's" $(touch HOME-ran) ;touch HOME-ran; \\ é`

const homeFor = () => mkdtempSync(join(tmpdir(), 'fireline-driver-'))

function tasks(home: string, touches: string[], more: Partial<BackupTask> = {}) {
  let n = 0
  return () => ({ backup: `b${++n}`, touches, folder: join(home, `copies "it's" $HOME`, `b${n}`), ...more })
}

export function folderSource(driver: BackupDriver = folderCopy): BackupSource {
  const home = homeFor()
  const path = join(home, awkward)
  mkdirSync(join(path, 'empty'), { recursive: true })
  const file = (name: string) => join(path, name)
  writeFileSync(file('shop.conf'), 'workers 4\n')
  writeFileSync(file(`-d $(touch x) 'q'`), 'x'.repeat(3_000))
  chmodSync(file('shop.conf'), 0o640)
  return {
    home,
    driver,
    task: tasks(home, [`dir:${path}`]),
    change: () => writeFileSync(file('shop.conf'), `workers ${Math.random()}\n`),
    wreck: () => writeFileSync(file('shop.conf'), ''),
    look: () => readFileSync(file('shop.conf'), 'utf8'),
    lose: () => rmSync(path, { recursive: true }),
  }
}

export const resticSource = (): BackupSource => ({ ...folderSource(resticCopy), tool: 'restic' })

export function sqliteSource(): BackupSource {
  const home = homeFor()
  const path = join(home, `cart ${awkward}.db`)
  const ask = (sql: string) =>
    execFileSync('sqlite3', ['-batch', '-init', '/dev/null', path, sql], { encoding: 'utf8' })
  ask(`pragma journal_mode = wal;
    create table "orders; .shell touch ran" (id integer primary key, note text, raw blob, "select" real);
    create index by_note on "orders; .shell touch ran" (note);
    create table "it's ""odd""" (a primary key, b) without rowid; create table empty (x); create view v as select 1;
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 500)
      insert into "orders; .shell touch ran" (note, raw, "select") select 'line' || char(10) || '[' || i, randomblob(9), i / 7.0 from n;
    insert into "it's ""odd""" values (x'27', x'00ff'), ('', 1), (1, '1')`)
  return {
    home,
    driver: sqliteCopy,
    task: tasks(home, ['lite:cart'], { path }),
    change: () => void ask(`insert into empty values ('one more')`),
    wreck: () => void ask(`update "orders; .shell touch ran" set note = null; drop table empty`),
    look: () =>
      ask(
        `select id, quote(note), quote(raw) from "orders; .shell touch ran"; select name from sqlite_schema order by 1`,
      ),
    lose: () => rmSync(path),
    tool: 'sqlite3',
    old: 'echo "no such function: sha3" >&2; exit 1',
  }
}

/** Programs of a team that do what they should: a file with a count of its lines and their checksum. */
export function ownSource(programs?: (home: string) => object): BackupSource {
  const home = homeFor()
  const source = join(home, 'vault.txt')
  writeFileSync(source, 'a secret\nanother\n')
  const print = `printf '{"prints":[{"name":"vault","count":%s,"print":"%s"}]}\\n' $(wc -l < "$1") $(sha256sum < "$1" | cut -c1-64)`
  const sh = (script: string, ...words: string[]) => ['/bin/sh', '-ec', script, 'sh', ...words]
  const good = {
    copy: sh(`cp "$1" "$2"; ${print}`, source, '{copy}', '{part}'),
    read: sh(`cp "$1" "$2/v"; set -- "$2/v"; ${print}`, '{copy}', '{into}'),
    putBack: ['/bin/cp', '{copy}', source],
  }
  const file = join(home, 'copies.json')
  writeFileSync(file, JSON.stringify({ vault: { ...good, ...programs?.(home) } }))
  return {
    home,
    driver: ownCopy(file),
    task: tasks(home, [`own:vault/$(touch ${join(home, 'x').replaceAll('/', ':')})'`]),
    change: () => writeFileSync(source, `${Math.random()}\n`, { flag: 'a' }),
    wreck: () => writeFileSync(source, 'gone'),
    look: () => readFileSync(source, 'utf8'),
    lose: () => rmSync(source),
  }
}

/** A line that is shown, with this very Fireline for `fireline`. */
function runLine(line: string, cwd: string, into: string, more: Record<string, string> = {}): void {
  const script = `fireline() { '${process.execPath}' '${cli}' "$@"; }\n${line.replace(' <url>', ' "$INTO"')}`
  execFileSync('/bin/sh', ['-c', script], { cwd, env: { ...process.env, ...more, INTO: into }, stdio: 'pipe' })
}

const cli = join(import.meta.dirname, '../../src/cli/cli.ts')
let databases = 0

/** A database of its own in a server that is there. */
export function mariadbSource(server: RealMariadb, scratch: MariadbForScratch): BackupSource {
  const home = homeFor()
  const database = `shop ${++databases} ${awkward} \`it\``.slice(0, 64)
  const name = (it: string) => `\`${it.replaceAll('`', '``')}\``
  const orders = name('orders"; \\! touch ran')
  server.sql(`create database ${name(database)}`, 'mysql')
  const ask = (said: string) => server.sql(said, database)
  ask(
    `create table ${orders} (id int primary key auto_increment, note text, raw varbinary(99), \`select\` double, key by_note (note(9)));
    create table ${name(`it's "odd" \n\\! touch ran`)} (a varbinary(9) primary key, b bit(9)); create table empty (x text); create view v as select 1;
    insert into ${orders} (note, raw, \`select\`) select concat('line', char(10), '\\\\! touch ran', seq), unhex(md5(seq)), seq / 7 from mysql_numbers;
    create trigger watch_them before update on ${orders} for each row set new.note = '\\\\! touch ran'`.replaceAll(
      'mysql_numbers',
      `(${numbers}) n`,
    ),
  )
  return {
    home,
    driver: mariadbCopy(scratch),
    task: tasks(home, ['my:cart'], { url: server.url(database) }),
    change: () => void ask(`insert into empty values ('one more')`),
    wreck: () => void ask(`delete from ${orders} where id > 3; drop table empty`),
    look: () =>
      ask(
        `select id, hex(note), hex(raw) from ${orders}; select table_name from information_schema.tables where table_schema = database() order by 1`,
      ),
    lose: () => void server.sql(`drop database ${name(database)}`, 'mysql'),
    tool: 'mariadb-dump',
    old: 'echo "mariadb-dump  Ver 10.19 Distrib 10.3.39-MariaDB, for Linux (x86_64)"',
    expire: () => void server.sql('alter user backup@localhost account lock', 'mysql'),
    secret: awkwardPassword,
    putBack: line => runLine(line, home, server.url(database, 'root')),
  }
}

const numbers = 'select 1 as seq union all select 2 union all select 3 union all select 4 union all select 5'

/** A database of its own in a PostgreSQL 15 that is there. */
export function postgresSource(
  server: Pick<OtherPostgres, 'host' | 'url'>,
  bin: string,
  driver: BackupDriver,
): BackupSource {
  const home = homeFor()
  const database = `shop ${++databases} ${awkward}`.slice(0, 40)
  const name = (it: string) => `"${it.replaceAll('"', '""')}"`
  const ask = (said: string, where = database) =>
    execFileSync(join(bin, 'psql'), ['-qAtX', '-v', 'ON_ERROR_STOP=1'], {
      input: said,
      encoding: 'utf8',
      env: { PGHOST: server.host, PGUSER: user, PGDATABASE: where },
    })
  const user = new URL(server.url).username
  const orders = name(`orders"; \\! touch ran`)
  ask(`create database ${name(database)}`, 'postgres')
  ask(`create table ${orders} (id int primary key, note text, raw bytea); create table empty (x text); create view v as select 1;
    insert into ${orders} select i, E'line\n\\\\! touch ran ' || i, decode(md5(i::text), 'hex') from generate_series(1, 300) i;
    create index by_note on ${orders} (note)`)
  const url = new URL(server.url)
  url.pathname = `/${encodeURIComponent(database)}`
  return {
    home,
    driver,
    task: tasks(home, ['pg:cart'], { url: url.href }),
    change: () => void ask(`insert into empty values ('one more')`),
    wreck: () => void ask(`delete from ${orders} where id > 3; delete from empty`),
    look: () => ask(`select id, md5(note), raw from ${orders} order by 1; select count(*) from empty`),
    lose: () => void ask(`drop database ${name(database)} with (force)`, 'postgres'),
    putBack(line) {
      const path = `${bin}:${process.env['PATH']}`
      runLine(line, home, url.href, { PATH: path, PGHOST: server.host, PGUSER: user })
      if (!line.startsWith('createdb')) return
      // It lies beside; now a person puts it in its place.
      ask(`drop database ${name(database)} with (force)`, 'postgres')
      ask(`alter database ${name(`${database}_restored`)} rename to ${name(database)}`, 'postgres')
    },
  }
}
