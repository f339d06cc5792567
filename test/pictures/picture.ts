import type { Page } from 'playwright-core'
import type { Name, Night } from './night.ts'

export type Size = 'desk' | 'phone'

/** One picture: what happened until then, who opens what, and what they do. The list is in the order of the night. */
export interface Picture {
  /** `<screen>-<state>`, as its file is called. */
  name: string
  /** A sentence for the index. */
  says: string
  /** Who looks; without, nobody is signed in. */
  as?: Name
  path: string | ((night: Night) => string)
  /** Brings the night to this moment, through the API, as its people do. */
  before?(night: Night): Promise<void>
  /** Words that stand on the page when it is whole. */
  shows: string
  /** What is done with the page before it is looked at. */
  act?(page: Page, size: Size, night: Night): Promise<void>
  /** Puts right what `act` broke. */
  after?(night: Night): Promise<void>
  only?: Size
}
