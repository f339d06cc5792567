import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/**
 * The processes that were started on something below this path: it stands among their arguments. A shared shell lives on
 * without whoever shared it, so this is how one that a killed drill left behind is found.
 */
export function startedOn(path: string): number[] {
  const isOurs = (args: string[]) => args.some(each => each.startsWith(`${path}/`))
  return running()
    .filter(({ pid, args }) => pid !== process.pid && isOurs(args))
    .map(({ pid }) => pid)
}

function running(): { pid: number; args: string[] }[] {
  if (process.platform !== 'linux') return runningElsewhere()
  const pids = readdirSync('/proc').filter(name => /^\d+$/.test(name))
  return pids.map(pid => ({ pid: Number(pid), args: argumentsOf(pid) }))
}

function argumentsOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  } catch {
    return []
  }
}

function runningElsewhere(): { pid: number; args: string[] }[] {
  const lines = execFileSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' }).trim().split('\n')
  return lines.map(line => {
    const [pid, ...args] = line.trim().split(/\s+/)
    return { pid: Number(pid), args }
  })
}
