import { useState } from 'react'
import { write } from '../desk/client.ts'
import { Line, OneQuestion } from './sign-in-form.tsx'

/** By mail address and password, or with an API token. */
export default function SignInPage() {
  const [byToken, setByToken] = useState(false)
  const other = (
    <button type="button" className="btn quiet" onClick={() => setByToken(!byToken)}>
      {byToken ? 'With mail address and password' : 'With a token instead'}
    </button>
  )
  return (
    <OneQuestion
      title="Sign in"
      verb="Sign in"
      below={other}
      onGiven={async value => {
        const body = byToken ? { token: value('token') } : { email: value('email'), password: value('password') }
        await write('/api/v1/session', body)
        location.assign(whereTo())
      }}
    >
      {byToken ? (
        <Line label="Token" name="token" type="password" autoComplete="off" />
      ) : (
        <>
          <Line label="Mail address" name="email" type="email" autoComplete="username" />
          <Line label="Password" name="password" type="password" autoComplete="current-password" />
        </>
      )}
    </OneQuestion>
  )
}

/** Only a path of our own: a link must not send anybody elsewhere after signing in. */
function whereTo(): string {
  const to = new URLSearchParams(location.search).get('to') ?? '/'
  const url = new URL(to, location.origin)
  return url.origin === location.origin ? url.pathname + url.search + url.hash : '/'
}
