import { z } from 'zod'
import { readTrusted } from '../../hosts/trusted-file.ts'
import { BackupTrouble } from '../../steps/change/backup-driver.ts'

const word = z
  .string()
  .max(4_000)
  .regex(/^[^\0]*$/, 'No NUL here.')
const argv = z
  .array(word)
  .min(1)
  .max(100)
  .refine(([program]) => program?.startsWith('/'), 'The program by its whole path, from / on.')

const programs = z.strictObject({
  /** Writes the copy to `{copy}` and prints what it copied. */
  copy: argv,
  /** Puts `{copy}` somewhere into the empty folder `{into}`, reads it there, and prints the same of it. */
  read: argv.optional(),
  /** What a person types to put it back; never run by Fireline. */
  putBack: argv,
})

const file = z.record(z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/), programs)

/** The team's own programs for one resource, each with its arguments. */
export type OwnPrograms = z.infer<typeof programs>

/**
 * The programs that the file names for a resource. They run as Fireline does, so the file has to be as hard to change as Fireline is:
 * root's or Fireline's own, in folders that nobody else can write to.
 */
export function programsFor(path: string | undefined, resource: string): OwnPrograms {
  if (path === undefined)
    throw new BackupTrouble(`Fireline knows no program that copies own:${resource}: FIRELINE_OWN_COPIES names no file.`)
  const known = readPrograms(trusted(path), path)[resource]
  if (!known) throw new BackupTrouble(`${path} names no programs for own:${resource}.`)
  return known
}

function trusted(path: string): string {
  let text: string | undefined
  try {
    text = readTrusted(path, process.getuid?.())
  } catch (error) {
    throw new BackupTrouble((error as Error).message)
  }
  if (text === undefined) throw new BackupTrouble(`The file of your own copies, ${path}, is not there.`)
  return text
}

function readPrograms(text: string, path: string): Record<string, OwnPrograms> {
  let said: unknown
  try {
    said = JSON.parse(text)
  } catch {
    throw new BackupTrouble(`${path} is not JSON.`)
  }
  const read = file.safeParse(said)
  if (read.success) return read.data
  const [wrong] = read.error.issues
  throw new BackupTrouble(`${path}, ${wrong?.path.join('.')}: ${wrong?.message}`)
}
