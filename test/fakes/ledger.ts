/** Everything that left the house, in order. At the end of a story nothing stands here that the story did not expect. */
export interface Sent {
  over: 'smtp' | 'http'
  to: string
  /** Subject of a mail, path of a request. */
  what: string
  body: string
  headers: Record<string, string>
  /** When it came, by the monotonic clock of the test. */
  at: number
}

export class Ledger {
  readonly sent: Sent[] = []
  #read = 0

  write(one: Omit<Sent, 'at'>): void {
    this.sent.push({ ...one, at: performance.now() })
  }

  /** What came since it was last read; reading it is expecting it. */
  takeNew(): Sent[] {
    const fresh = this.sent.slice(this.#read)
    this.#read = this.sent.length
    return fresh
  }

  /** Every link in everything that was sent. */
  links(): string[] {
    return [...new Set(this.sent.flatMap(one => one.body.match(/https?:\/\/[^\s"'<>\\]+/g) ?? []))]
  }
}
