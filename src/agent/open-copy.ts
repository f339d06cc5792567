import { mkdtemp, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { unpack } from '../hosts/packed.ts'
import { unseal } from '../hosts/sealed-file.ts'

/** Opens a sealed copy into a new folder beside it, its owner's alone; what is not whole leaves nothing. `name` is what was packed. */
export async function openCopy(
  file: string,
  key: Buffer,
  about: string,
  name: string,
): Promise<{ plain: string; close(): Promise<void> }> {
  await isHere(file)
  const folder = await mkdtemp(join(dirname(file), 'opened-'))
  const close = () => rm(folder, { recursive: true, force: true })
  try {
    await unpack(unseal(file, key, about), folder)
    return { plain: join(folder, basename(name)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function isHere(file: string): Promise<void> {
  try {
    await stat(file)
  } catch {
    throw new Error(
      `There is nothing to read at ${file}. Run this on the host of Fireline that took the copy, as the user that Fireline runs as.`,
    )
  }
}
