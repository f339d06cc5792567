import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Print } from '../../incident/prints.ts'
import type { BackupTask, Tell } from '../../steps/change/backup-driver.ts'
import { inOneMoment } from './hold.ts'
import { printsOf } from './prints.ts'
import { run, type Tools } from './programs.ts'
import type { Session } from './session.ts'
import type { Named, Table } from './tables.ts'

/** What a dump is taken with: its programs, its file of options, and one more connection whenever it is asked for. */
export interface With {
  tools: Tools
  options: string
  open(): Promise<Session>
}

export interface Dumped {
  location: string
  prints: Print[]
  began: Awaited<ReturnType<typeof inOneMoment>>
}

/** The dump and the prints of one moment, side by side; where one fails the other is stopped. */
export async function dumpWithPrints(
  task: BackupTask,
  [named, tables]: [Named, readonly Table[]],
  { tools, options, open }: With,
  [signal, tell]: [AbortSignal, Tell | undefined],
): Promise<Dumped> {
  const location = join(task.folder, 'copy.sql')
  const over = new AbortController()
  const reader = await open()
  let dump: Dump | undefined
  const watch = setInterval(() => tell?.({ phase: 'copy', done: sizeOf(location), unit: 'bytes' }), 1_000)
  try {
    const began = await inOneMoment(open, async () => {
      await reader.ask('start transaction with consistent snapshot, read only')
      dump = beginDump(
        [tools.dump, `--defaults-file=${options}`, ...wordsOf(named, location)],
        task,
        AbortSignal.any([signal, over.signal]),
      )
      await dump.begun
    })
    const names = tables.map(table => table.name)
    const [prints] = await Promise.all([printsOf(reader, named.database, names), dump?.done])
    return { location, prints, began }
  } finally {
    clearInterval(watch)
    over.abort()
    reader.end()
    await dump?.done.catch(() => {})
  }
}

interface Dump {
  /** Its snapshot stands. */
  begun: Promise<void>
  done: Promise<void>
}

const how = [
  '--single-transaction',
  '--skip-lock-tables',
  '--quick',
  '--hex-blob',
  '--tz-utc',
  '--triggers',
  '--no-tablespaces',
  '--default-character-set=utf8mb4',
  '--max-allowed-packet=1G',
  // It says what it is at, and so when its snapshot stands.
  '--verbose',
]

function wordsOf({ database, tables }: Named, location: string): string[] {
  const whole = tables === 'all' ? ['--routines', '--events'] : []
  return [...how, ...whole, `--result-file=${location}`, '--', database, ...(tables === 'all' ? [] : tables)]
}

function beginDump(argv: readonly string[], task: BackupTask, signal: AbortSignal): Dump {
  const { promise: begun, resolve, reject } = Promise.withResolvers<void>()
  let said = ''
  const hear = (more: string) => {
    said += more
    // What comes after it is said when it has been done.
    if (/-- Starting transaction\.\.\.\n-- /.test(said)) resolve()
  }
  const done = run(task.pace === 'gentle' ? ['nice', '-n', '19', ...argv] : argv, signal, { hear }).then(() =>
    resolve(),
  )
  done.catch(reject)
  begun.catch(() => {})
  return { begun, done }
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0
