import { execFile } from 'node:child_process'

/** What a repository's own settings could make git run or reach is off: hooks, file watchers, signing, prompts, odd protocols. */
const careful = (root: string): string[] =>
  [
    'core.hooksPath=/dev/null',
    'core.fsmonitor=false',
    'core.autocrlf=false',
    'core.quotePath=false',
    'core.attributesFile=/dev/null',
    'commit.gpgSign=false',
    'gc.auto=0',
    'maintenance.auto=false',
    'submodule.recurse=false',
    'protocol.allow=never',
    'protocol.https.allow=always',
    'protocol.ssh.allow=always',
    'protocol.file.allow=user',
    `safe.directory=${root}`,
  ].flatMap(setting => ['-c', setting])

export interface GitSaid {
  code: number
  stdout: Buffer
  stderr: string
}

/** Runs git on one repository with a fixed argument list; never through a shell. Throws only when git itself cannot run. */
export function runGit(
  root: string,
  args: readonly string[],
  more: { env?: Record<string, string> } = {},
): Promise<GitSaid> {
  const env = {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: '/nonexistent',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '/bin/false',
    GIT_EDITOR: 'true',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_CEILING_DIRECTORIES: root.replace(/\/[^/]*$/, '') || '/',
    ...more.env,
  }
  return new Promise((resolve, reject) => {
    const options = { cwd: root, env, encoding: 'buffer' as const, timeout: 30_000, maxBuffer: 64 * 1024 * 1024 }
    execFile('git', [...careful(root), ...args], options, (error, stdout, stderr) => {
      const said = { stdout, stderr: stderr.toString().trim() }
      if (!error) resolve({ code: 0, ...said })
      else if (typeof error.code === 'number') resolve({ code: error.code, ...said })
      else if (error.killed) resolve({ code: -1, stdout, stderr: 'git took longer than 30 s' })
      else reject(new Error(`git cannot be run: ${error.message}`))
    })
  })
}

/** git's answer as text, or an error with its own words. */
export async function git(root: string, args: readonly string[], env?: Record<string, string>): Promise<string> {
  const { code, stdout, stderr } = await runGit(root, args, { env })
  if (code !== 0) throw new Error(`git ${args[0]}: ${stderr.split('\n').slice(0, 3).join(' ') || `exit ${code}`}`)
  return stdout.toString().trim()
}
