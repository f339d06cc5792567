import { Redirect } from 'wouter'

/** An incident played again; what can be seen of it now stands in its room. */
export default function ReplayPage({ name }: { name: string }) {
  return <Redirect to={`/incidents/${encodeURIComponent(name)}`} replace />
}
