/** What happened at one keyboard, as it was seen from outside. Times are in ms of one clock. */
export interface History {
  /** In the order of their numbers. */
  gives: Give[]
  keys: Key[]
}

/** A hand-over: asked at one time, known to be done at another. Between the two it came to the agent, nobody sees when. */
export interface Give {
  epoch: number
  holder: string
  askedMs: number
  /** Somebody saw that the agent holds to it; Infinity when nobody did. */
  seenMs: number
  /** Its receiver has to take control first; when they asked to, if they did. */
  awaits?: { askedMs?: number }
}

/** A key that reached the program. */
export interface Key {
  person: string
  /** Under which number it was sent; one typed at the machine itself has none. */
  epoch?: number
  sentMs: number
  /** The program answered it; Infinity when nobody saw when. */
  shownMs: number
}
