import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import type { Readable, Writable } from 'node:stream'
import { BackupTrouble } from '../../steps/change/backup-driver.ts'
import { lastLines } from './programs.ts'

/** One connection that is asked one thing after the other. */
export interface Session {
  /** The lines that came: statements that ask for rows give one JSON text a row. */
  ask(...statements: string[]): Promise<string[]>
  /** The same of one statement, for more lines than anybody wants to keep. */
  each(statement: string, hear: (line: string) => void): Promise<void>
  end(): void
}

/** Whatever the server and the user were set to, the same row reads the same on both sides; nobody is waited for too long. */
const pinned = `set names utf8mb4; set time_zone = '+00:00', sql_mode = 'NO_BACKSLASH_ESCAPES', lock_wait_timeout = 3, max_statement_time = 0`

/**
 * The client program, spoken to over its own pipe. Of what it is given it runs nothing itself: no shell, no other file, and it hands
 * no file of this host to a server that asks for one.
 */
export const careful = [
  '--binary-mode',
  '--sandbox',
  '--local-infile=0',
  '--skip-reconnect',
  '--default-character-set=utf8mb4',
  '--max-allowed-packet=1G',
]

export async function openSession(
  client: string,
  options: string,
  database: string | undefined,
  signal: AbortSignal,
): Promise<Session> {
  const how = ['--batch', '--raw', '--skip-column-names', '--unbuffered', '--connect-timeout=10']
  const argv = [`--defaults-file=${options}`, ...careful, ...how, ...(database === undefined ? [] : ['--', database])]
  const session = speak(spawn(client, argv, { cwd: '/', env, stdio: ['pipe', 'pipe', 'pipe'] }), signal)
  await session.ask(pinned)
  return session
}

const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C.UTF-8' }

function speak(child: ChildProcessByStdio<Writable, Readable, Readable>, signal: AbortSignal): Session {
  let said = ''
  child.stderr.on('data', (bytes: Buffer) => {
    said = (said + bytes.toString()).slice(-4_000)
  })
  child.stdin.on('error', () => {})
  const { hear, isOver } = linesOf(child)
  const end = () => void child.kill('SIGKILL')
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  void isOver.then(() => signal.removeEventListener('abort', end))
  const each: Session['each'] = async (statement, heard) => {
    const mark = `end ${randomUUID()}`
    const { promise: answered, resolve } = Promise.withResolvers<'answered'>()
    hear(line => (line === mark ? resolve('answered') : heard(line)))
    child.stdin.write(`${statement};\nselect '${mark}';\n`)
    if ((await Promise.race([answered, isOver])) === 'answered') return
    signal.throwIfAborted()
    throw new BackupTrouble(inWords(lastLines(said)))
  }
  return {
    end,
    each,
    async ask(...statements) {
      const came: string[] = []
      await each(statements.join(';\n'), line => came.push(line))
      return came
    },
  }
}

/** Its lines, told to whoever listens at the moment. */
function linesOf(child: ChildProcessByStdio<Writable, Readable, Readable>) {
  let [rest, heard] = ['', (_line: string) => {}]
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) heard(line)
  })
  const isOver = new Promise<'over'>(resolve =>
    child.once('close', () => resolve('over')).once('error', () => resolve('over')),
  )
  const hear = (who: (line: string) => void) => {
    heard = who
  }
  return { hear, isOver }
}

function inWords(said: string): string {
  const [, name] = /ERROR 1049 .*Unknown database '(.*)'/.exec(said) ?? []
  return name === undefined
    ? `The database does not answer: ${said || 'it hung up'}`
    : `The database ${name} is not there.`
}

/** The rows of one statement that gives JSON. */
export async function rowsOf<T>(session: Session, statement: string): Promise<T[]> {
  return (await session.ask(statement)).map(line => JSON.parse(line) as T)
}
