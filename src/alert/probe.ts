import type { AlertSeverity } from './alert.ts'

/** What is looked at, and what is well. */
export type Check =
  | {
      kind: 'http'
      url: string
      /** Any of 200 to 399 where it is not said. */
      status?: number
      /** Stands somewhere in the first 64 KB. */
      text?: string
      /** So many days before its end a certificate is said to end. */
      certificateDays: number
      /** Whom to trust besides the public ones, as PEM. */
      ca?: string
    }
  | { kind: 'tcp'; host: string; port: number }
  | { kind: 'dns'; name: string; type: 'A' | 'AAAA' | 'CNAME' | 'MX' | 'NS' | 'TXT'; answer?: string; server?: string }

export interface Rhythm {
  everyMs: number
  timeoutMs: number
  /** Down after so many failures among the last `of` looks; up again after as many good ones in a row. */
  failures: number
  of: number
}

export type Probe = Rhythm & { slug: string; title: string; service: string; severity: AlertSeverity; check: Check }

/** One look. */
export interface Seen {
  at: string
  isWell: boolean
  /** What was wrong, or what was answered. */
  says: string
  ms: number
  /** RFC 3339 UTC, of an HTTPS server. */
  certificateEndsAt?: string
}

/** A probe that flaps stays what it is: it takes enough failures to be down, and as many good looks in a row to be up again. */
export function isDown(wasDown: boolean, seen: readonly Pick<Seen, 'isWell'>[], { failures, of }: Rhythm): boolean {
  if (wasDown) return seen.length < failures || !seen.slice(-failures).every(look => look.isWell)
  return seen.slice(-of).filter(look => !look.isWell).length >= failures
}

const dayMs = 24 * 3_600_000

/** Undefined while the last look saw no certificate. */
export function endsSoon({ certificateEndsAt, at }: Seen, check: Check): boolean | undefined {
  if (certificateEndsAt === undefined || check.kind !== 'http') return undefined
  return Date.parse(certificateEndsAt) - Date.parse(at) < check.certificateDays * dayMs
}
