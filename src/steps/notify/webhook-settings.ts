import { z } from 'zod'
import { inUrl, type WireRequest } from './channel.ts'

/** Where a chat takes messages by a webhook; whoever knows it can post there, so it is a secret. */
export const webhookAddress = (shown: { title: string; description: string; examples?: string[] }) =>
  z
    .url({ protocol: /^https?$/, message: 'An http or https URL.' })
    .max(2_000)
    .meta(shown)

/** A JSON body to such an address, which no answer gives away. */
export const postedJson = (url: string, body: unknown, to = url): WireRequest => ({
  url: to,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
  redact: inUrl(url),
})
