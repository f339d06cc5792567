import { expect, test } from 'vitest'
import { isProblem, type Problem, type Report } from '../../alert/report.ts'
import { readPagerDutyChange, readPagerDutyEvent, readPagerDutyV1 } from './read-events.ts'

const received = { at: '2026-01-31T02:00:00.000Z', key: 'made-here' }
const payload = { summary: 'disk full on db-1', source: 'db-1', severity: 'critical' }
const trigger = { event_action: 'trigger', payload }

const problem = (read: Report | Problem) => (isProblem(read) ? `${read.path}: ${read.message}` : 'taken')
const v2 = (more: object) => problem(readPagerDutyEvent({ ...trigger, ...more }, received))
const v1 = (more: object) =>
  problem(readPagerDutyV1({ event_type: 'trigger', description: 'it burns', ...more }, received))
const change = (more: object) => problem(readPagerDutyChange({ payload: { summary: 'deployed' }, ...more }, received))
const triggered = (more: object) => (readPagerDutyEvent({ ...trigger, ...more }, received) as Report).alerts[0]

test('of a trigger, summary, source and severity are needed, and the words are those of the documents', () => {
  expect(v2({})).toBe('taken')
  for (const name of ['summary', 'source', 'severity'])
    for (const value of [undefined, null, '', '  '])
      expect(v2({ payload: { ...payload, [name]: value } })).toMatch(new RegExp(`^payload.${name}: This (is|should)`))
  expect(v2({ payload: undefined })).toBe('payload: This is missing.')
  expect(v2({ payload: { ...payload, summary: 7 } })).toBe('payload.summary: This should be text.')
  expect(v2({ payload: { ...payload, severity: 'Critical' } })).toMatch(/^payload.severity: This should be "critical"/)
  expect(v2({ event_action: undefined })).toMatch(/^event_action: /)
  expect(v2({ event_action: 'Trigger' })).toMatch(/^event_action: /)
  for (const severity of ['critical', 'error', 'warning', 'info'])
    expect(triggered({ payload: { ...payload, severity } })).toMatchObject({ severity })
})

test('lengths are counted in characters: 1024 of a summary, 255 of a key', () => {
  const long = (most: number) => `: This is too long (the maximum is ${most} characters).`
  expect(v2({ payload: { ...payload, summary: '🔥'.repeat(1_024) } })).toBe('taken')
  expect(v2({ payload: { ...payload, summary: 'x'.repeat(1_025) } })).toBe(`payload.summary${long(1_024)}`)
  expect(v2({ dedup_key: '🔥'.repeat(255) })).toBe('taken')
  expect(v2({ dedup_key: 'x'.repeat(256) })).toBe(`dedup_key${long(255)}`)
  expect(v2({ event_action: 'resolve', dedup_key: 'x'.repeat(256) })).toBe(`dedup_key${long(255)}`)
  expect(v1({ description: 'x'.repeat(1_025) })).toBe(`description${long(1_024)}`)
  expect(v1({ incident_key: 'x'.repeat(256) })).toBe(`incident_key${long(255)}`)
  expect(change({ payload: { summary: 'x'.repeat(1_025) } })).toBe(`payload.summary${long(1_024)}`)
})

test('a trigger without a key has one made for it, an acknowledge or a resolve needs its own', () => {
  expect(triggered({})).toMatchObject({ fingerprint: 'made-here', groupBy: 'made-here' })
  expect(triggered({ dedup_key: 'disk' })).toMatchObject({ fingerprint: 'disk', groupBy: 'disk' })
  for (const event_action of ['acknowledge', 'resolve'])
    expect(v2({ event_action })).toBe('dedup_key: This is missing or blank.')
  expect(v1({ event_type: 'resolve' })).toBe('incident_key: This is missing or blank.')
  expect(v1({ event_type: 'resolve', incident_key: 'k', description: undefined })).toBe('taken')
})

test('what a trigger says is kept: place, kind, details, its own time', () => {
  const said = { class: 'DiskFull', component: 'pg', group: 'prod', timestamp: '2015-07-17T08:42:58.315+0000' }
  const custom_details = { 'ping time': '1500ms', load: 0.75, deep: { a: [1] }, service: 'shop' }
  expect(triggered({ payload: { ...payload, ...said, custom_details } })).toMatchObject({
    name: 'DiskFull',
    title: 'disk full on db-1',
    service: 'shop',
    startedAt: '2015-07-17T08:42:58.315Z',
    labels: { source: 'db-1', component: 'pg', group: 'prod', 'ping time': '1500ms', load: '0.75', deep: '{"a":[1]}' },
  })
  expect(v2({ payload: { ...payload, timestamp: 'yesterday' } })).toMatch(/^payload.timestamp: /)
})

test('links and images are shown as text, the first link is the alert’s own, and what is no address is not', () => {
  const links = [
    { href: 'javascript:alert(1)', text: 'bad' },
    { href: 'https://graph', text: 'the graph' },
  ]
  const images = [{ src: 'https://image', alt: 'a curve' }, { src: 'data:text/html,x' }]
  expect(triggered({ links, images, client: 'Nagios', client_url: 'https://nagios' })).toMatchObject({
    link: 'https://graph',
    annotations: { links: 'the graph https://graph', images: 'a curve https://image', client: 'Nagios' },
  })
  expect(triggered({ client_url: 'https://nagios' })).toMatchObject({ link: 'https://nagios', annotations: {} })
  expect(v2({ links: {} })).toBe('links: This should be a list.')
  expect(v2({ links: [{ text: 'x' }] })).toBe('links.0.href: This is missing or blank.')
  expect(v2({ images: [{}] })).toBe('images.0.src: This is missing or blank.')
  expect(v2({ images: ['x'] })).toBe('images.0: This should be an object.')
})

test('the first API has both in its contexts, and no severity: it is an error', () => {
  const contexts = [
    { type: 'link', href: 'https://runbook', text: 'runbook' },
    { type: 'image', src: 'https://image' },
  ]
  const body = {
    event_type: 'trigger',
    description: 'it burns',
    contexts,
    details: { load: 1 },
    client_url: 'https://n',
  }
  expect((readPagerDutyV1(body, received) as Report).alerts).toMatchObject([
    {
      title: 'it burns',
      severity: 'error',
      link: 'https://runbook',
      labels: { load: '1' },
      annotations: { links: 'runbook https://runbook', images: 'https://image' },
    },
  ])
  expect(v1({ description: ' ' })).toBe('description: This is missing or blank.')
  expect(v1({ event_type: 'open' })).toMatch(/^event_type: /)
  expect(v1({ contexts: [{ type: 'plot' }] })).toMatch(/^contexts.0.type: /)
})

test('a change needs its summary, and keeps where, who and the first link', () => {
  const body = {
    payload: {
      summary: 'Build passed',
      source: 'pipeline-9',
      timestamp: '2026-01-31T01:58:00Z',
      custom_details: { user: 'eve', service: 'shop' },
    },
    links: [{ href: 'https://build/2' }],
  }
  expect(readPagerDutyChange(body, received)).toEqual({
    alerts: [],
    change: {
      summary: 'Build passed',
      source: 'pipeline-9',
      author: 'eve',
      service: 'shop',
      at: '2026-01-31T01:58:00.000Z',
      link: 'https://build/2',
    },
  })
  expect(change({ payload: {} })).toBe('payload.summary: This is missing or blank.')
  expect(change({ payload: undefined })).toBe('payload: This is missing.')
  expect(change({ links: 'x' })).toBe('links: This should be a list.')
})

test('an end that its sender dates into the future is over now, so that the next trigger is a new one', () => {
  const resolve = { event_action: 'resolve', dedup_key: 'k', payload: { timestamp: '2026-01-31T03:00:00Z' } }
  expect((readPagerDutyEvent(resolve, received) as Report).alerts).toMatchObject([{ endedAt: received.at }])
})
