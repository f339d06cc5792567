import { Shell } from './shell.tsx'

/** Every incident there was. */
export default function IncidentsPage() {
  return (
    <Shell>
      <main className="page">
        <h1>Incidents</h1>
      </main>
    </Shell>
  )
}
