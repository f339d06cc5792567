import { vi } from 'vitest'
import { runCli } from '../src/cli/cli.ts'
import type { Caller, World } from './harness.ts'

/** What the terminal of this person shows; a no is thrown, as the program would say it. */
export async function atTerminal({ url }: World, { token }: Caller, ...args: string[]): Promise<string> {
  let said = ''
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation(text => (said += String(text)) !== '')
  vi.stubEnv('FIRELINE_URL', url)
  vi.stubEnv('FIRELINE_TOKEN', token)
  try {
    await runCli(args)
  } finally {
    stdout.mockRestore()
    vi.unstubAllEnvs()
  }
  return said
}
