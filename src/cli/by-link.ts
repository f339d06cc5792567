import { client } from '../api/client.ts'
import type { SizedUp } from '../api/size-up-card.ts'

/** The link in a message, as it does from a terminal what its page does: no login, no password. Undefined: it is none. */
export function byLink(named: string | undefined): ByLink | undefined {
  const [, url, path] = /^(https?:\/\/\S+?)(\/a\/[-_A-Za-z0-9]{43})(?:\/[a-z-]*)?$/.exec(named ?? '') ?? []
  if (!url || !path) return undefined
  const api = client({ url })
  return {
    read: () => api.get<SizedUp>(path),
    press: command => api.post<SizedUp>(`${path}/${command}`),
  }
}

export interface ByLink {
  read(): Promise<SizedUp>
  /** Presses that button of the page; the incident as it is afterwards. */
  press(command: string): Promise<SizedUp>
}
