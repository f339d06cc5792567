import { createVerify, X509Certificate } from 'node:crypto'
import type { Problem } from '../../alert/report.ts'
import { placeIn, said } from '../../alert/said.ts'
import type { Fetch, Hello } from '../../alert/sender.ts'

export const isSigned = (body: unknown): boolean =>
  said(body, 'Signature') !== undefined && said(body, 'TopicArn') !== undefined

/** SNS' own hosts, and nobody else's: what an address of a message may point to. */
function isOfSns(address: string): boolean {
  const url = URL.parse(address)
  if (!url || url.protocol !== 'https:' || url.username !== '' || url.port !== '') return false
  return /^sns\.[a-z0-9-]{3,30}\.amazonaws\.com(\.cn)?$/.test(url.hostname)
}

/** A topic asks whether it may send here. Only SNS' own address is asked back. */
export function confirmation(body: unknown): Hello | undefined {
  if (said(body, 'Type') !== 'SubscriptionConfirmation' || said(body, 'TopicArn') === undefined) return undefined
  const address = said(body, 'SubscribeURL') ?? ''
  if (isOfSns(address)) return { confirm: address }
  return {
    problem: { path: 'SubscribeURL', message: 'This should be an https address of sns.<region>.amazonaws.com.' },
  }
}

const signedFields = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
}
const digests = new Map([
  ['1', 'RSA-SHA1'],
  ['2', 'RSA-SHA256'],
])

/**
 * docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html: RSA over the named fields, each as name and value on a
 * line of its own, with the key of a certificate that SNS itself hosts. SNS signs no time that could be held against a clock:
 * it tries again for hours.
 */
export async function signedBySns(body: unknown, fetch: Fetch): Promise<Problem | undefined> {
  const wrong = (path: string, message: string): Problem => ({ path, message })
  const fields = signedFields[(said(body, 'Type') ?? '') as keyof typeof signedFields]
  if (!Array.isArray(fields)) return wrong('Type', 'This type cannot be signed.')
  const digest = digests.get(said(body, 'SignatureVersion') ?? '')
  if (digest === undefined) return wrong('SignatureVersion', 'This should be "1" or "2".')
  const address = said(body, 'SigningCertURL') ?? ''
  if (!isOfSns(address) || !new URL(address).pathname.endsWith('.pem'))
    return wrong('SigningCertURL', 'This should be a certificate at an https address of sns.<region>.amazonaws.com.')
  const text = fields.map(name => [name, placeIn(body, name)]).filter(([, value]) => typeof value === 'string')
  const verify = createVerify(digest).update(
    text.map(([name, value]) => `${String(name)}\n${String(value)}\n`).join(''),
  )
  const isGood = verify.verify(await keyAt(address, fetch), said(body, 'Signature') ?? '', 'base64')
  return isGood ? undefined : wrong('Signature', 'This signature is not of this message.')
}

const most = 20
const keys = new Map<string, ReturnType<typeof keyIn>>()
const keyIn = (pem: string) => new X509Certificate(pem).publicKey

/** A certificate of SNS never changes at its address, so it is fetched once. */
async function keyAt(address: string, fetch: Fetch) {
  const known = keys.get(address)
  if (known) return known
  const key = keyIn(await fetch(address))
  if (keys.size >= most) keys.clear()
  keys.set(address, key)
  return key
}
