import { write } from '../desk/client.ts'
import { Line, OneQuestion } from './sign-in-form.tsx'

/** The page of a one-use link. The secret stands behind the `#`, so that no server log ever has it. */
export function JoinPage() {
  const invite = location.hash.slice(1)
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
      <Line label="Your name" name="name" autoComplete="name" />
      <Line
        label="Mail address"
        name="email"
        type="email"
        autoComplete="username"
        hint="to sign in with; nothing is sent to it now"
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
