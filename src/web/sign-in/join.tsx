import { Link } from 'wouter'
import { Failed, write } from '../desk/client.ts'
import { Icon } from '../parts/icon.tsx'
import css from './sign-in.module.css'
import { Line, OneQuestion } from './sign-in-form.tsx'
import { useInvite, useSecret } from './use-invite.ts'

const comesAs = {
  viewer: 'You come in as a viewer: you watch, say what you see, and object.',
  responder: 'You come in as a responder: you work on every incident.',
  admin: 'You come in as an admin: you work on every incident, and change settings.',
} as const

/** The page of a one-use link. The secret stands behind the `#`, so that no server log ever has it. */
export default function JoinPage() {
  const invite = useSecret()
  const { data, error } = useInvite(invite)
  if (error instanceof Failed && error.status === 410) return <Over says={error.message} />
  return (
    <OneQuestion
      title="Come in"
      verb="Join"
      onGiven={async value => {
        const email = value('email')
        const password = value('password')
        await write('/api/v1/session', {
          invite,
          name: value('name'),
          ...(email && { email }),
          ...(password && { password }),
        })
        location.replace('/first-run#ring')
      }}
    >
      {data && (
        <p className="small soft">
          {data.by && `${data.by} asks you in. `}
          {comesAs[data.role]}
        </p>
      )}
      <Line label="Your name" name="name" autoComplete="name" />
      <Line
        label="Mail address"
        name="email"
        type="email"
        autoComplete="username"
        hint="you sign in with it next time; nothing is sent to it now"
      />
      <Line
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        hint="8 characters or more; a sentence is best"
      />
    </OneQuestion>
  )
}

function Over({ says }: { says: string }) {
  return (
    <main className={css.page}>
      <div className={css.mark}>
        <Icon name="mark" /> Fireline
      </div>
      <div className={`pane stack ${css.form}`}>
        <h1>This link is over</h1>
        <p className="soft">{says}</p>
        <Link className="btn big" href="/sign-in">
          Sign in
        </Link>
      </div>
    </main>
  )
}
