import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { type FirelinePeer, type Peer, startAlertmanagerOn } from '../intake/peers.ts'
import type { Sink } from './sink.ts'

/** Sends an alert that nobody has told before, on a connection that is open. Answers the word its page has. */
export interface Sender {
  port: number
  /** The next alert as a whole request, and the word. */
  next(): { request: Buffer; word: string }
}

const request = (path: string, body: unknown): Buffer => {
  const text = Buffer.from(JSON.stringify(body))
  const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), text])
}

/** Alertmanager as fast as it can be told to be: it waits for no others of a group. */
export async function alertmanagerSender(program: string, sink: Sink): Promise<{ peer: Peer; sender: Sender }> {
  const route = {
    receiver: 'sink',
    group_by: ['alertname'],
    group_wait: '0s',
    group_interval: '5m',
    repeat_interval: '4h',
  }
  const receivers = [{ name: 'sink', webhook_configs: [{ url: `${sink.url}/alertmanager`, send_resolved: false }] }]
  const peer = await startAlertmanagerOn(program, JSON.stringify({ route, receivers }))
  let n = 0
  const next = () => {
    const word = `bench-theirs-${++n}-`
    const labels = { alertname: `${word}HighErrorRate`, severity: 'critical', service: 'checkout' }
    return { request: request(peer.path, [{ labels, annotations: { summary: `${word} is above 5 %` } }]), word }
  }
  return { peer, sender: { port: peer.port, next } }
}

/** A person is paged five times in ten minutes at the most, so every five alerts are another person's. */
const pagesEach = 5

/** Fireline with so many people, each on call for a service of their own and called over a webhook. */
export async function firelineSender(peer: FirelinePeer, sink: Sink, alerts: number): Promise<Sender> {
  const keys: string[] = []
  for (let i = 0; i * pagesEach < alerts; i++) keys.push(await onCallFor(peer, sink, `shop-${i}`))
  let n = 0
  const next = () => {
    const key = keys[Math.floor(n / pagesEach)]
    const word = `bench-ours-${++n}-`
    const payload = { summary: `${word} is above 5 %`, source: 'checkout', severity: 'critical' }
    const event = { routing_key: key, event_action: 'trigger', dedup_key: word, payload }
    return { request: request('/v2/enqueue', event), word }
  }
  return { port: peer.port, next }
}

async function onCallFor(peer: FirelinePeer, sink: Sink, slug: string): Promise<string> {
  const { id } = await peer.call<{ id: string }>('POST', '/api/v1/people', { name: slug, role: 'responder' })
  const settings = { url: `${sink.url}/${slug}`, secret: 'a-secret-of-the-benchmark' }
  await peer.call('PUT', `/api/v1/people/${id}/contacts`, { contacts: [{ channel: 'webhook', settings }] })
  await peer.call('PUT', `/api/v1/policies/${slug}`, { steps: [{ afterMs: 0, notify: [{ person: id }] }], repeat: 0 })
  await peer.call('PUT', `/api/v1/services/${slug}`, { name: slug, policy: slug })
  const key = { service: slug, kind: 'pagerduty', name: slug }
  return (await peer.call<{ key: string }>('POST', '/api/v1/integrations', key)).key
}

const betweenMs = 25

/** From the last byte of each alert to the first byte at the channel, one alert after the other. */
export async function pageMs(sender: Sender, sink: Sink, alerts: number): Promise<number[]> {
  const socket = connect(sender.port, '127.0.0.1').setNoDelay(true)
  socket.resume().on('error', () => {})
  const took: number[] = []
  for (let i = 0; i < alerts; i++) {
    const { request: alert, word } = sender.next()
    const from = performance.now()
    socket.write(alert)
    took.push((await sink.came(word)) - from)
    await pause(betweenMs)
  }
  socket.destroy()
  return took
}
