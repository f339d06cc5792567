import { senders } from '../dialects.ts'
import { type Route, route } from '../route.ts'

/** Everybody who can send alerts, and what is done on their side: the page docs/senders.md, for who is just connecting one. */
export function senderRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/senders',
      action: 'settings:read',
      says: 'Every kind of sender: what it sends, what is checked, and how it is set up; {url} is the address of its key.',
      run: async () => ({
        senders: senders.map(({ kind, name, vendorPage, sends, checks, setUp }) => ({
          kind,
          name,
          sends,
          setUp,
          ...(vendorPage !== '' && { vendorPage }),
          ...(checks && { checks }),
        })),
      }),
    }),
  ]
}
