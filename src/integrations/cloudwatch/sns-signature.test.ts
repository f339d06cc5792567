import { execFileSync } from 'node:child_process'
import { createSign } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { requireProgram } from '../../../test/real-program.ts'
import { cloudwatch } from './cloudwatch.ts'
import { confirmation } from './sns-signature.ts'

const openssl = requireProgram('openssl')
let key = ''
let certificate = ''

beforeAll(() => {
  if (openssl === undefined) return
  const folder = mkdtempSync(join(tmpdir(), 'fireline-sns-'))
  const file = (name: string) => join(folder, name)
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=sns.amazonaws.com', '-days', '1']
  execFileSync(openssl, [...request, '-keyout', file('key'), '-out', file('pem')], { stdio: 'ignore' })
  key = readFileSync(file('key'), 'utf8')
  certificate = readFileSync(file('pem'), 'utf8')
  rmSync(folder, { recursive: true })
})

const topic = 'arn:aws:sns:eu-central-1:123456789012:fireline'
const at = 'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem'
const notification = {
  Type: 'Notification',
  MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
  TopicArn: topic,
  Subject: 'ALARM: "checkout-5xx"',
  Message: '{"AlarmName":"checkout-5xx","NewStateValue":"ALARM"}',
  Timestamp: '2026-01-31T02:00:01.000Z',
}

/** Signed as SNS does it: the fields in alphabetical order, name and value on a line each. */
function signed(fields: Record<string, string>, version: '1' | '2') {
  const text = Object.keys(fields)
    .sort()
    .map(name => `${name}\n${fields[name]}\n`)
    .join('')
  const digest = version === '1' ? 'RSA-SHA1' : 'RSA-SHA256'
  const signature = createSign(digest).update(text).sign(key, 'base64')
  return { ...fields, SignatureVersion: version, Signature: signature, SigningCertURL: at, UnsubscribeURL: 'https://x' }
}

function verified(body: Record<string, unknown>) {
  const asked: string[] = []
  const sent = { raw: new Uint8Array(), body, headers: {}, at: '2026-01-31T02:00:02.000Z' }
  const fetch = async (url: string) => {
    asked.push(url)
    return certificate
  }
  const problem = cloudwatch.verify?.(sent, {}, { fetch, isHmac: () => false })
  return { problem, asked }
}

test.skipIf(openssl === undefined)(
  'a message that SNS signed is taken, in both versions; its certificate is fetched once',
  async () => {
    const first = verified(signed(notification, '1'))
    expect(await first.problem).toBeUndefined()
    expect(first.asked).toEqual([at])
    const second = verified(signed(notification, '2'))
    expect(await second.problem).toBeUndefined()
    expect(second.asked).toEqual([])
    const { Subject: _, ...plain } = notification
    expect(await verified(signed(plain, '2')).problem).toBeUndefined()
  },
)

test.skipIf(openssl === undefined)('a message that was changed after it was signed is refused', async () => {
  const changed = { ...signed(notification, '2'), Message: '{"AlarmName":"other"}' }
  expect(await verified(changed).problem).toMatchObject({ path: 'Signature' })
  const garbled = { ...signed(notification, '1'), Signature: 'AAAA' }
  expect(await verified(garbled).problem).toMatchObject({ path: 'Signature' })
  const unknown = { ...signed(notification, '1'), SignatureVersion: '3' }
  expect(await verified(unknown).problem).toMatchObject({ path: 'SignatureVersion' })
})

test.skipIf(openssl === undefined)('a topic that asks whether it may send signs that as well', async () => {
  const asks = {
    Type: 'SubscriptionConfirmation',
    MessageId: '165545c9',
    Token: '2336412f37fb',
    TopicArn: topic,
    Message: 'You have chosen to subscribe',
    SubscribeURL: 'https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=2336412f37fb',
    Timestamp: '2026-01-31T02:00:01.000Z',
  }
  expect(await verified(signed(asks, '1')).problem).toBeUndefined()
  expect(confirmation(asks)).toEqual({ confirm: asks.SubscribeURL })
})

const foreign = [
  'http://sns.eu-central-1.amazonaws.com/x.pem',
  'https://sns.eu-central-1.amazonaws.com.example.org/x.pem',
  'https://example.org/sns.eu-central-1.amazonaws.com/x.pem',
  'https://sns.eu-central-1.amazonaws.com@example.org/x.pem',
  'https://sns.eu-central-1.amazonaws.com:8443/x.pem',
  'https://bucket.s3.amazonaws.com/x.pem',
  'file:///etc/passwd.pem',
  'x',
]

test.for(foreign)('%s is no address of SNS: nothing is fetched from it', async address => {
  const { problem, asked } = verified({
    ...notification,
    SignatureVersion: '2',
    Signature: 'AAAA',
    SigningCertURL: address,
  })
  expect(await problem).toMatchObject({ path: 'SigningCertURL' })
  expect(asked).toEqual([])
  const asks = { Type: 'SubscriptionConfirmation', TopicArn: topic, SubscribeURL: address }
  expect(confirmation(asks)).toMatchObject({ problem: { path: 'SubscribeURL' } })
})

test('a message without a signature counts on its key alone', async () => {
  const { problem, asked } = verified(notification)
  expect(await problem).toBeUndefined()
  expect(asked).toEqual([])
})
