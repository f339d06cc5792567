import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { attachKeeper } from './attached-keeper.ts'
import { inFolder } from './keeper-protocol.ts'
import type { OpenedShell } from './open-shell.ts'
import { readSession } from './sessions.ts'

/** A shell that this host's agent opened, and as whom: as the agent itself where no name stands. */
export interface KnownShell extends OpenedShell {
  as?: string
}

/** Beside the agent's own key, so that an agent that was started again still knows them. */
const folderOf = (state: string): string => join(state, 'shells')

export function rememberShell(state: string, terminal: string, shell: KnownShell): void {
  mkdirSync(folderOf(state), { recursive: true, mode: 0o700 })
  writeFileSync(join(folderOf(state), terminal), JSON.stringify(shell), { mode: 0o600 })
}

/** Undefined when this agent did not open it, or it has ended. */
export function shellOf(state: string, terminal: string): KnownShell | undefined {
  try {
    const file = join(folderOf(state), terminal)
    const shell = JSON.parse(readFileSync(file, 'utf8')) as KnownShell
    if (existsSync(join(shell.folder, inFolder.socket))) return shell
    rmSync(file, { force: true })
    return undefined
  } catch {
    return undefined
  }
}

/** Ends all of them; answers how many there were. */
export async function endShells(state: string): Promise<number> {
  if (!existsSync(folderOf(state))) return 0
  const shells = readdirSync(folderOf(state)).flatMap(terminal => shellOf(state, terminal) ?? [])
  const ended = await Promise.all(shells.map(({ folder }) => endShell(folder)))
  rmSync(folderOf(state), { recursive: true, force: true })
  return ended.filter(Boolean).length
}

/** False when it had ended. */
export async function endShell(folder: string): Promise<boolean> {
  const session = readSession(folder)
  const keeper = session && (await attachKeeper(folder, session).catch(() => undefined))
  keeper?.tell({ type: 'end' })
  keeper?.detach()
  return keeper !== undefined
}
