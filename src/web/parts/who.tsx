/** Two letters for a person; the ring is the lead's. The name always stands beside it. */
export function Who({ name, isLead = false, isAway = false }: { name: string; isLead?: boolean; isAway?: boolean }) {
  const kind = isLead ? 'is-lead' : isAway ? 'is-away' : ''
  return (
    <span className={`who ${kind}`} aria-hidden="true">
      {initials(name)}
    </span>
  )
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters =
    words.length > 1 ? [words[0], words.at(-1)].map(word => lettersOf(word)[0]) : lettersOf(words[0]).slice(0, 2)
  return letters.join('').toUpperCase()
}

const lettersOf = (word = ''): string[] => Array.from(new Intl.Segmenter().segment(word), ({ segment }) => segment)
