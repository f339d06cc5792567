import { mostShown } from '../api/host-protocol.ts'
import { maskKnownShapes } from '../redact/mask.ts'

const leftOut = '\n… more was left out …\n'

/** What leaves the host: credentials of known shape masked first, then cut in its middle to what one answer holds. */
export function shownText(text: string): string {
  const masked = maskKnownShapes(text).toWellFormed().replaceAll('\0', '')
  if (masked.length <= mostShown) return masked
  const half = (mostShown - leftOut.length) / 2
  return `${masked.slice(0, half)}${leftOut}${masked.slice(-half)}`.toWellFormed()
}
