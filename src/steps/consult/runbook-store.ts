import type { Author } from '../../incident/obligation.ts'
import type { RunbookIndex } from '../../runbook/match.ts'

/** The runbook as this step needs it: a book to look into, and a place where an accepted page is kept for good. */
export interface RunbookStore {
  /** The book as it stands on disk now; cheap when nothing changed. */
  book(): Promise<RunbookIndex>
  /** The page's text exactly as it stands, and the version that names this text. */
  read(path: string): Promise<{ markdown: string; version: string } | undefined>
  /** A reviewer's signature of a step, as `ssh-keygen -Y sign` wrote it; its path is `signaturePath`. */
  signature?(path: string): Promise<string | undefined>
  /** Once for each draft, however often it is asked: a commit that names the draft is found and answered. */
  commit(page: PageCommit): Promise<Committed>
}

export interface PageCommit {
  draft: string
  path: string
  markdown: string
  /** The version that the words started from; without it the page is new. */
  base?: string
  message: string
  author: Author & { email?: string }
}

export interface Committed {
  commit: string
  /** Where it stands: another path when somebody else's words stood in the way and could not be merged. */
  path: string
  trouble?: string
}

/** The runbook cannot take a page now; it is tried again, and the reason is kept. */
export class RunbookBusy extends Error {}
