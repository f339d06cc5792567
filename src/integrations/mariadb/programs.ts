import { runProgram, type RunsIn } from '../../hosts/run-program.ts'
import { BackupTrouble } from '../../steps/change/backup-driver.ts'

/** The programs of a MariaDB on this host, and their version as a number: 10.11 is 1011. */
export interface Tools {
  client: string
  dump: string
  version: number
}

/** Nothing where there are none; those of MySQL bear the same old names, and are others. */
export async function findTools(): Promise<Tools | undefined> {
  const [client, dump] = await Promise.all([firstOf('mariadb', 'mysql'), firstOf('mariadb-dump', 'mysqldump')])
  return client && dump ? { client: client.name, dump: dump.name, version: dump.version } : undefined
}

async function firstOf(...names: string[]): Promise<{ name: string; version: number } | undefined> {
  for (const name of names) {
    const said = await runProgram([name, '--version'], AbortSignal.timeout(10_000)).catch(() => undefined)
    const version = said?.code === 0 ? versionIn(said.out) : undefined
    if (version !== undefined) return { name, version }
  }
  return undefined
}

/** `10.11.19-MariaDB-0+deb12u1` is 1011. Undefined for a MySQL. */
export function versionIn(said: string): number | undefined {
  const [, major, minor] = /(\d+)\.(\d+)\.\d+-MariaDB/.exec(said) ?? []
  return major === undefined ? undefined : Number(major) * 100 + Number(minor)
}

/** 10.11 */
export const spoken = (version: number): string => `${Math.floor(version / 100)}.${version % 100}`

/** One that has to end well; else trouble with what it said last. */
export async function run(argv: readonly string[], signal: AbortSignal, how: RunsIn = {}): Promise<string> {
  const said = await runProgram(argv, signal, how)
  if (/errno:? 28\b|No space left/.test(said.err)) throw new BackupTrouble('The disk that copies go to is full.')
  if (said.code !== 0) throw new BackupTrouble(`${argv[0]} ended with ${said.code}: ${lastLines(said.err)}`)
  return said.out
}

/** What is wrong stands last, below the statement that it is about: that one may hold what people wrote. */
export function lastLines(said: string): string {
  const lines = said.trim().split('\n')
  const wrong = lines.filter(line => line.startsWith('ERROR '))
  const other = lines.filter(line => !line.startsWith('-- '))
  return (wrong.length > 0 ? wrong : other).slice(-2).join(' ').slice(0, 500)
}
