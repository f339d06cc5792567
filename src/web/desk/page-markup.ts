interface Policies {
  createPolicy(name: string, rules: { createHTML(html: string): string }): { createHTML(html: string): string }
}

const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes

/** The only markup that ever becomes part of our pages: a runbook page, made safe by the server (runbook/render.ts). */
const policy = policies?.createPolicy('runbook-page', { createHTML: html => html })

export const pageMarkup = (html: string): string => policy?.createHTML(html) ?? html
