import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { listBackends, readAccess, setDrained } from '../operate.ts'
import { deploy, listReleases } from '../releases.ts'
import { setting } from './program.ts'

// What somebody who operates the shop has in hand: ./shopctl in the shop's folder.

const folder = setting('SHOP_FOLDER')
const help = `./shopctl status                    what runs, which build, how it answers
./shopctl logs <process> [lines]    web-1 web-2 proxy customers monitor deploys
./shopctl drain <process>           send it no more requests    undrain: send them again
./shopctl releases                  the builds that are here
./shopctl diff <build> <build>      what changed between two of them
./shopctl deploy <process> <build>  give it that build
./shopctl db "<sql>"                ask the shop's database`

const commands: Record<string, (...args: string[]) => Promise<string>> = {
  status: async () => [...(await listBackends(folder)).map(backendLine), await databaseLine()].join('\n'),
  logs: async (process, lines = '20') => {
    const text = await readFile(join(folder, 'logs', `${nameIn(process)}.log`), 'utf8').catch(() => '')
    return text.trimEnd().split('\n').slice(-Number(lines)).join('\n')
  },
  drain: async process => backendLine(await setDrained(folder, nameIn(process), true)),
  undrain: async process => backendLine(await setDrained(folder, nameIn(process), false)),
  releases: async () => (await listReleases(folder)).join('\n'),
  diff: async (from, to) => differences(await readRelease(nameIn(from)), await readRelease(nameIn(to))),
  deploy: async (process, build) => {
    await withDatabase(pool => deploy(folder, nameIn(process), nameIn(build), pool))
    return `${process} runs ${build}`
  },
  db: sql => withDatabase(async pool => shown(await pool.query(sql ?? 'select 1'))),
}

type Line = Awaited<ReturnType<typeof listBackends>>[number]

function backendLine({ name, isUp, isDrained, build, answeredIn10s, failedIn10s }: Line): string {
  const state = isDrained ? 'drained' : isUp ? 'up' : 'down'
  return `${name}     ${state.padEnd(8)} build ${build.padEnd(12)} in 10 s: ${answeredIn10s} answered, ${failedIn10s} of them 5xx`
}

async function databaseLine(): Promise<string> {
  const startedAt = performance.now()
  const { rows } = await withDatabase(pool =>
    pool.query('select count(*)::int as n from pg_stat_activity where datname = current_database()'),
  )
  return `database  up       answers in ${Math.ceil(performance.now() - startedAt)} ms, ${rows[0]?.n} of 100 connections`
}

async function withDatabase<T>(use: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({
    connectionString: (await readAccess(folder)).databaseUrl,
    max: 1,
    connectionTimeoutMillis: 3_000,
  })
  try {
    return await use(pool)
  } finally {
    await pool.end()
  }
}

function shown({ command, rowCount, rows, fields }: pg.QueryResult): string {
  if (!fields?.length) return `${command} ${rowCount ?? ''}`.trim()
  const lines = rows.slice(0, 50).map(row =>
    Object.values(row as Record<string, unknown>)
      .map(String)
      .join('\t'),
  )
  return [fields.map(field => field.name).join('\t'), ...lines, `(${rowCount} rows)`].join('\n')
}

async function readRelease(build: string): Promise<string[]> {
  const path = join(folder, 'releases', build)
  const code = await readFile(join(path, 'app.ts'), 'utf8').catch(() => {
    throw new Error(`There is no release ${build}.`)
  })
  const migration = await readFile(join(path, 'migration.sql'), 'utf8').catch(() => '')
  return [...code.split('\n'), ...migration.split('\n').map(line => (line ? `migration: ${line}` : ''))]
}

function differences(from: string[], to: string[]): string {
  const gone = from.filter(line => !to.includes(line)).map(line => `- ${line}`)
  const come = to.filter(line => !from.includes(line)).map(line => `+ ${line}`)
  return [...gone, ...come].join('\n') || 'no difference'
}

/** A name, not a path: nothing outside the folder can be meant. */
function nameIn(given: string | undefined): string {
  if (given === undefined || !/^[\w][\w.-]{0,60}$/.test(given)) throw new Error(help)
  return given
}

const [command = '', ...args] = process.argv.slice(2)
try {
  console.log((await commands[command]?.(...args)) ?? help)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
