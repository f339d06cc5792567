import type { Failed } from '../desk/client.ts'

/** What was wrong, under the field or the button that it is about. */
export function Trouble({ error }: { error: Failed | undefined }) {
  return error ? (
    <p className="need small" role="alert">
      {error.message}
    </p>
  ) : null
}
