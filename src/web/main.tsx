import './tokens.css'
import './layout.css'
import './controls.css'
import './parts.css'

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ComponentType, lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { Redirect, Route, Switch } from 'wouter'
import { type PagePath, pagePaths } from '../api/pages.ts'
import { Failed, isUnanswered } from './desk/client.ts'
import { HomePage } from './overview/home.tsx'
import { AboveThePage } from './proof/banner.tsx'
import { RoomPage } from './room/room.tsx'

/** Who is not signed in goes to the sign-in page, and comes back to where they wanted to be. */
function toSignIn(error: Error): void {
  if (!(error instanceof Failed) || error.status !== 401 || location.pathname === '/sign-in') return
  location.assign(`/sign-in?to=${encodeURIComponent(location.pathname + location.search + location.hash)}`)
}

/** What could not be read while the server was away is read again by itself. */
const lookAgainMs = 5_000

const queries = new QueryClient({
  queryCache: new QueryCache({ onError: toSignIn }),
  mutationCache: new MutationCache({ onError: toSignIn }),
  defaultOptions: {
    queries: {
      retry: (times, error) => times < 2 && !(error instanceof Failed && error.status >= 400),
      refetchInterval: ({ state }) => (isUnanswered(state.error) ? lookAgainMs : false),
    },
  },
})

const IncidentsPage = lazy(() => import('./overview/incidents.tsx'))
const DeliveryPage = lazy(() => import('./proof/delivery.tsx'))
const ReplayPage = lazy(() => import('./replay/replay.tsx'))
const ServicesPage = lazy(() => import('./overview/services.tsx'))
const ServicePage = lazy(() => import('./overview/service.tsx'))
const OnCallPage = lazy(() => import('./on-call/on-call.tsx'))
const SchedulePage = lazy(() => import('./on-call/schedule.tsx'))
const PolicyPage = lazy(() => import('./on-call/policy.tsx'))
const SignInPage = lazy(() => import('./sign-in/sign-in.tsx'))
const JoinPage = lazy(() => import('./sign-in/join.tsx'))
const DevicePage = lazy(() => import('./sign-in/device.tsx'))
const FirstRunPage = lazy(() => import('./first-run/first-run.tsx'))
const SettingsPage = lazy(() => import('./settings/settings.tsx'))

type Screen = ComponentType<{ params: Record<string, string> }>

/** One line a screen. What a fire needs comes with the first load, the rest when it is asked for. */
const screens: Record<PagePath, Screen> = {
  '/': HomePage,
  '/sign-in': SignInPage,
  '/join': JoinPage,
  '/device': DevicePage,
  '/first-run': FirstRunPage,
  '/incidents': IncidentsPage,
  '/incidents/:name': ({ params: { name = '' } }) => <RoomPage key={name} name={name} />,
  '/incidents/:name/pages': ({ params: { name = '' } }) => <DeliveryPage key={name} name={name} />,
  '/incidents/:name/replay': ({ params: { name = '' } }) => <ReplayPage key={name} name={name} />,
  '/on-call': OnCallPage,
  '/on-call/:schedule': ({ params: { schedule = '' } }) => <SchedulePage key={schedule} slug={schedule} />,
  '/policies/:slug': ({ params: { slug = '' } }) => <PolicyPage key={slug} slug={slug} />,
  '/services': ServicesPage,
  '/services/:slug': ({ params: { slug = '' } }) => <ServicePage key={slug} slug={slug} />,
  '/settings': SettingsPage,
  '/settings/:part': SettingsPage,
}

function Fireline() {
  return (
    <QueryClientProvider client={queries}>
      <AboveThePage />
      <Suspense>
        <Switch>
          {pagePaths.map(path => (
            <Route key={path} path={path} component={screens[path]} />
          ))}
          <Route>
            <Redirect to="/" />
          </Route>
        </Switch>
      </Suspense>
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
