import { dirname, join } from 'node:path'
import { isProgram, runTool, toolFolders } from './pg-tools.ts'

export interface PhysicalTools {
  /** Of the server's own major. */
  bin: string
  baseBackup: string
  verify: string
  receive: string
}

const names = ['postgres', 'pg_basebackup', 'pg_verifybackup', 'pg_receivewal', 'pg_waldump']

/** The programs of this very major: files are read by no other. Undefined where they are not all here. */
export async function findPhysicalTools(major: number): Promise<PhysicalTools | undefined> {
  const whole = toolFolders().filter(folder => names.every(name => isProgram(join(folder, name))))
  for (const bin of whole) {
    const said = await runTool(join(bin, 'postgres'), ['--version'], {}, AbortSignal.timeout(5_000)).catch(() => '')
    if (Number(/\) (\d+)/.exec(said)?.[1]) !== major) continue
    const [baseBackup, verify, receive] = ['pg_basebackup', 'pg_verifybackup', 'pg_receivewal'].map(name =>
      join(bin, name),
    )
    if (baseBackup && verify && receive) return { bin: dirname(baseBackup), baseBackup, verify, receive }
  }
  return undefined
}
