import { readFileSync, writeFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'

const lookEveryMs = 250
/** Half of what everybody else gets: of a host with nothing to spare the least would be nothing, and no copy would ever end. */
const half = 3

/**
 * From now on behind everybody else on this host, with all that it starts. It has to lead a session of its own: Linux shares its
 * processors out among sessions first, and a priority counts only within one. Each process of a PostgreSQL makes one for itself, so its
 * children are looked for as long as it lives. Where the host has no such thing it is left out.
 */
export function standBehind(leader: number | undefined): void {
  if (leader === undefined) return
  demote(leader)
  const seen = new Set<number>()
  const timer = setInterval(() => {
    const children = childrenOf(leader)
    if (!children) clearInterval(timer)
    for (const child of children ?? []) {
      if (!seen.has(child) && leadsItself(child)) demote(child)
      seen.add(child)
    }
  }, lookEveryMs)
  timer.unref()
}

function demote(pid: number): void {
  for (const step of [
    () => setPriority(pid, constants.priority.PRIORITY_LOW),
    () => writeFileSync(`/proc/${pid}/autogroup`, String(half)),
  ])
    try {
      step()
    } catch {
      // It has ended, or its host does not share out so.
    }
}

/** Undefined when it has ended, or this host does not tell. */
function childrenOf(pid: number): number[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  } catch {
    return undefined
  }
}

/** What shares a session with others is not ours to set back alone. */
function leadsItself(pid: number): boolean {
  try {
    const [, , , session] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return Number(session) === pid
  } catch {
    return false
  }
}
