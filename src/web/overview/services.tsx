import { Shell } from './shell.tsx'

/** What we run. */
export default function ServicesPage() {
  return (
    <Shell>
      <main className="page">
        <h1>Services</h1>
      </main>
    </Shell>
  )
}
