/** JSON lines on stderr; `error` is for what a person must look at. */
export interface Log {
  info(message: string, details?: Record<string, unknown>): void
  error(message: string, details?: Record<string, unknown>): void
}

/** Control characters are escaped by JSON itself, so a hostile text cannot forge a line. */
export function jsonLog(write: (line: string) => void): Log {
  const say =
    (level: string) =>
    (message: string, details: Record<string, unknown> = {}) =>
      write(`${JSON.stringify({ at: new Date().toISOString(), level, message, ...details })}\n`)
  return { info: say('info'), error: say('error') }
}

export const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error))
