import { Shell } from '../overview/shell.tsx'

/** Me, people, senders, rules, and what was changed. */
export default function SettingsPage() {
  return (
    <Shell>
      <main className="page">
        <h1>Settings</h1>
      </main>
    </Shell>
  )
}
