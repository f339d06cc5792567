import type { Failed } from '../desk/client.ts'

/** What did not happen, and why; nothing where all went well. */
export function Wrong({ error }: { error: Failed | undefined }) {
  if (!error) return null
  return (
    <p className="need small" role="alert">
      {error.message}
    </p>
  )
}
