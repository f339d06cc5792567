import type { Report } from './report.ts'

/** The longest line that still reads as one. */
const longestSummary = 300
const longestAuthor = 254

export interface Changed {
  /** What was done, where, and how it ended, where it has an end. */
  summary: string
  /** What it was done to, as the sender names it. */
  service?: string
  author?: string
  at: string
  link?: string
}

/** A body that tells of a change and of nothing else. */
export function changeTold({ summary, service, author, ...change }: Changed): Report {
  const line = summary.replaceAll(/\s+/g, ' ').trim().slice(0, longestSummary).toWellFormed()
  const by = author?.slice(0, longestAuthor).toWellFormed()
  return { alerts: [], change: { ...change, summary: line, author: by, service: service && slugOf(service) } }
}

/** A body that tells of nothing that was changed. */
export const nothingChanged: Report = { alerts: [] }

/** `Zoë <zoe@example.org>`: by the address, a person of ours is found. */
export function authorOf(name: string | undefined, mail: string | undefined): string | undefined {
  const address = mail !== undefined && /^[^<>\s@]+@[^<>\s@]+$/.test(mail) ? `<${mail}>` : undefined
  return [name?.replaceAll(/[<>]/g, ''), address].filter(Boolean).join(' ') || undefined
}

/** `Shop Window` is the service shop-window, if there is one. */
const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .slice(0, 100)

/** The first line of what was written. */
export const firstLine = (text: string | undefined): string => (text ?? '').trim().split('\n')[0]?.trim() ?? ''

/** `refs/heads/main` is the branch main; anything else is none. */
export const branchOf = (ref: string): string | undefined => /^refs\/heads\/(.+)$/.exec(ref)?.[1]
