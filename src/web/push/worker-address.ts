interface Policies {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string }
}

const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes

/** The one script that is ever named by a string (the page's rule of trusted types lets no other through). */
export const workerAddress =
  policies?.createPolicy('push-worker', { createScriptURL: () => '/push.js' }).createScriptURL('') ?? '/push.js'
