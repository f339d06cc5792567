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
import type { RealMariadb } from '../real-mariadb.ts'

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

export const resticSource = (): BackupSource => folderSource(resticCopy)

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
    putBack(line) {
      const script = `fireline() { '${process.execPath}' '${cli}' "$@"; }\n${line.replace(' <url>', ' "$INTO"')}`
      const env = { ...process.env, INTO: server.url(database, 'root') }
      execFileSync('/bin/sh', ['-c', script], { cwd: home, env, stdio: 'pipe' })
    },
  }
}

const numbers = 'select 1 as seq union all select 2 union all select 3 union all select 4 union all select 5'
