import { readFileSync } from 'node:fs'

const ticksASecond = 100

/** The process and whatever it started, as `/proc` has them now. */
export function tree(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).trim()
  return [
    pid,
    ...children
      .split(/\s+/)
      .filter(Boolean)
      .flatMap(child => tree(Number(child))),
  ]
}

/** CPU seconds of these processes so far. One that ended counts in the time of who waited for it. */
export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + cpuOf(pid), 0)
}

function cpuOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // Its own, in user and system, and that of children that ended and were waited for.
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / ticksASecond
}

export function residentMiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1_024
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
