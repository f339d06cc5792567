import { execFile } from 'node:child_process'
import { join } from 'node:path'
import type { Caller } from './harness.ts'

const cli = join(import.meta.dirname, '../src/cli/cli.ts')

/** A line that Fireline shows, typed on its host by this person: `fireline put-back …`. */
export function typedBy(
  url: string,
  { token }: Caller,
  line: string,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, FIRELINE_URL: url, FIRELINE_TOKEN: token }
  return new Promise(resolve => {
    execFile(process.execPath, [cli, ...line.split(' ').slice(1)], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
  })
}
