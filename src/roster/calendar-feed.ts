/** A calendar that is read again and again from its address. */
export interface CalendarFeed {
  id: string
  /** Whose absences it says; none: it says the holidays. */
  person?: string
  /** Its name: what it says is replaced whole. */
  source: string
  /** Who knows it can read the calendar: it is shown to nobody. */
  url: string
  /** IANA; of its whole days, and of times that name no zone. */
  zone: string
}

/** How it went; times RFC 3339 UTC. */
export interface FeedState {
  checkedAt?: string
  /** When it was last as it is here: what it says is of then. */
  goodAt?: string
  events: number
  /** What of it could not be read, a sentence each. */
  left: string[]
  /** In a row. */
  failures: number
  trouble?: string
}

const minuteMs = 60_000
export const feedEveryMs = 60 * minuteMs

/** Each hour; after a failure in five minutes, then ever more seldom until it is each hour again. */
export const nextLookMs = (failures: number): number =>
  failures === 0 ? feedEveryMs : Math.min(feedEveryMs, 5 * minuteMs * 2 ** Math.min(failures - 1, 10))

/** Calendars are offered as webcal:, which is https: by another name. */
export const feedAddress = (said: string): string => said.trim().replace(/^webcals?:\/\//i, 'https://')
