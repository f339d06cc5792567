import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'

const opened = z.object({
  id: z.string(),
  location: z.string(),
  covers: z.array(z.string()),
  key: z.string(),
  line: z.string(),
  plain: z.string(),
})

/** What opens one copy, and how it goes back. */
export type Opened = z.infer<typeof opened>

/** For a safe place: with it the copy can be opened while Fireline is away. Never over another file, for its owner alone. */
export async function saveKey(file: string, copy: Opened): Promise<void> {
  await writeFile(file, `${JSON.stringify({ fireline: 'copy-key', ...copy })}\n`, { flag: 'wx', mode: 0o600 })
}

export async function readKey(file: string): Promise<Opened> {
  const text = await readFile(file, 'utf8')
  try {
    return opened.parse(JSON.parse(text))
  } catch {
    throw new Error(`${file} is no key of a copy: fireline put-back COPY --save-key FILE writes one.`)
  }
}
