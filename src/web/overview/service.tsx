import { Shell } from './shell.tsx'

/** One service: who owns it, who is woken, what burnt. */
export default function ServicePage({ slug }: { slug: string }) {
  return (
    <Shell>
      <main className="page">
        <h1>{slug}</h1>
      </main>
    </Shell>
  )
}
