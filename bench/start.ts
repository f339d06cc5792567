// How long a second start takes, what an idle server holds, and how much a browser loads for an incident.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { settleDataFolder } from '../src/store/embedded/data-folder.ts'
import { folderHolder } from '../src/store/embedded/folder-lock.ts'
import { firstLoadGzipKB } from './first-load.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const rounds = 5
const idleAfterMs = 8_000

type Round = { readyMs: number; idleMB: number | undefined }

const dataDir = settleDataFolder(mkdtempSync(join(tmpdir(), 'fireline-bench-')), () => {})
try {
  await startOnce(0)
  const measured: Round[] = []
  for (let round = 0; round < rounds; round++) measured.push(await startOnce(round === rounds - 1 ? idleAfterMs : 0))
  say(measured)
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}

/** One start as a person does it, on whatever Node npm ran on, to the ready line; then an orderly stop. */
async function startOnce(idleMs: number): Promise<Round> {
  const from = performance.now()
  const child = spawn(process.env['npm_node_execpath'] ?? process.execPath, [join(root, 'start.mjs')], {
    env: {
      ...process.env,
      FIRELINE_DATA: dataDir,
      FIRELINE_PORT: '0',
      FIRELINE_HOST: '127.0.0.1',
      DATABASE_URL: undefined,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  try {
    await readyLine(child)
    const readyMs = performance.now() - from
    await wait(idleMs)
    return { readyMs, idleMB: idleMs === 0 ? undefined : residentMB(folderHolder(dataDir)?.pid) }
  } finally {
    const exit = once(child, 'exit')
    if (child.exitCode === null && child.kill('SIGTERM')) await exit
  }
}

async function readyLine({ stdout }: ChildProcess): Promise<void> {
  if (stdout === null) throw new Error('nothing to read the ready line from')
  const lines = createInterface({ input: stdout })
  for await (const line of lines) if (line.startsWith('Fireline is ready on ')) return
  throw new Error('Fireline ended before it was ready')
}

/** Memory of the Node process alone: its PostgreSQL is counted by its operator like any other. */
function residentMB(pid: number | undefined): number | undefined {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return kilobytes === undefined ? undefined : Math.round((Number(kilobytes) * 1024) / 100_000) / 10
}

function say(measured: Round[]): void {
  const ready = measured.map(({ readyMs }) => Math.round(readyMs)).sort((a, b) => a - b)
  const result = {
    readySecondStartMs: ready[ready.length >> 1],
    idleMB: measured.find(({ idleMB }) => idleMB !== undefined)?.idleMB ?? null,
    roomFirstLoadGzipKB: firstLoadGzipKB(join(root, 'dist', 'web')) ?? null,
  }
  if (process.argv.includes('--json')) return void process.stdout.write(`${JSON.stringify(result)}\n`)
  process.stdout.write(
    [
      `ready, second start   ${result.readySecondStartMs} ms   (${ready[0]} to ${ready.at(-1)}, ${rounds} starts; limit 3000)`,
      `idle                  ${result.idleMB} MB   (the Node process, ${idleAfterMs / 1000} s after; limit 200)`,
      `incident page         ${result.roomFirstLoadGzipKB ?? 'not built'} kB   (JavaScript, gzip; limit 200)`,
      '',
    ].join('\n'),
  )
}
