import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { loginFile } from '../api/client.ts'

/** What the person who shares is asked with, and what says the answer. */
interface Asking {
  input: NodeJS.ReadStream
  output: NodeJS.WriteStream
  env: NodeJS.ProcessEnv
}

const question = `[fireline] To tell what runs behind an ssh, Fireline sends 3 KB with the ssh line. bash on that host starts with
its own and your dotfiles and with marks around its prompt, as the shell here does. They lie in a file of
the host's temporary folder until bash has opened it; nothing else is written there, and nothing stays.
Where the account's shell is not bash it starts as always. \`command ssh\` goes without.
Do so, now and from now on? [y/N] `

/** Asked once on this machine, and kept beside the login; who cannot be asked has not agreed. */
export async function marksAgreed({ input, output, env }: Asking): Promise<boolean> {
  const file = join(dirname(loginFile(env)), 'marks-behind-ssh-agreed')
  if (existsSync(file)) return true
  if (!input.isTTY) {
    output.write('[fireline] Without a terminal nobody can agree to marks behind an ssh: it goes without.\n')
    return false
  }
  const lines = createInterface({ input, output })
  const answer = await lines.question(question)
  lines.close()
  if (!/^y(es)?$/i.test(answer.trim())) return false
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, 'Fireline may start bash with marks behind an ssh. Remove this file to be asked again.\n')
  return true
}
