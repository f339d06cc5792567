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
  #unread: Sent[] = []
  #ignored?: string

  write(one: Omit<Sent, 'at'>): void {
    const sent = { ...one, at: performance.now() }
    this.sent.push(sent)
    this.#unread.push(sent)
  }

  /** What came and was not read yet; reading it is expecting it. */
  takeNew(): Sent[] {
    return this.#unread.splice(0)
  }

  /** The first that is like this, whether it was read before or not; reading it is expecting it. */
  find(isMeant: (one: Sent) => boolean): Sent | undefined {
    const found = this.sent.find(isMeant)
    this.#unread = this.#unread.filter(one => one !== found)
    return found
  }

  /** For a story that is not about what is sent: nobody has to read it. `why` is for whoever reads the story. */
  ignore(why: string): void {
    this.#ignored = why
  }

  /** What nobody expected so far, unless it is to be ignored. */
  unexpected(): Sent[] {
    return this.#ignored ? [] : [...this.#unread]
  }

  /** Every link in everything that was sent. */
  links(): string[] {
    return [...new Set(this.sent.flatMap(one => one.body.match(/https?:\/\/[^\s"'<>\\]+/g) ?? []))]
  }
}
