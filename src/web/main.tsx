import './tokens.css'
import './parts.css'

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Redirect, Route, Switch } from 'wouter'
import { Failed } from './desk/client.ts'
import { FirstRunPage } from './overview/first-run.tsx'
import { HomePage } from './overview/home.tsx'
import { RoomPage } from './room/room.tsx'
import { DevicePage } from './sign-in/device.tsx'
import { JoinPage } from './sign-in/join.tsx'
import { SignInPage } from './sign-in/sign-in.tsx'

/** Who is not signed in goes to the sign-in page, and comes back to where they wanted to be. */
function toSignIn(error: Error): void {
  if (!(error instanceof Failed) || error.status !== 401 || location.pathname === '/sign-in') return
  location.assign(`/sign-in?to=${encodeURIComponent(location.pathname + location.search + location.hash)}`)
}

const queries = new QueryClient({
  queryCache: new QueryCache({ onError: toSignIn }),
  mutationCache: new MutationCache({ onError: toSignIn }),
  defaultOptions: {
    queries: { retry: (times, error) => times < 2 && !(error instanceof Failed && error.status >= 400) },
  },
})

function Fireline() {
  return (
    <QueryClientProvider client={queries}>
      <Switch>
        <Route path="/" component={HomePage} />
        <Route path="/first-run" component={FirstRunPage} />
        <Route path="/sign-in" component={SignInPage} />
        <Route path="/join" component={JoinPage} />
        <Route path="/device" component={DevicePage} />
        <Route path="/incidents/:name">{({ name }) => <RoomPage key={name} name={name} />}</Route>
        <Route>
          <Redirect to="/" />
        </Route>
      </Switch>
    </QueryClientProvider>
  )
}

const place = document.getElementById('fireline')
if (place)
  createRoot(place).render(
    <StrictMode>
      <Fireline />
    </StrictMode>,
  )
