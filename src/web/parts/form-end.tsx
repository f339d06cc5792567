/** How every form ends: the one filled button with its verb, and the way back beside it. */
export function FormEnd({ verb, busy, onBack }: { verb: string; busy?: boolean; onBack(): void }) {
  return (
    <div className="row">
      <button className="btn primary big" disabled={busy}>
        {verb}
      </button>
      <button type="button" className="btn quiet big" onClick={onBack}>
        Back
      </button>
    </div>
  )
}
