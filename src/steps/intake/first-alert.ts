/** One line of shell that sends a first alert to this address. It is critical, so that it pages as a real fire would. */
export const curlLine = (url: string): string =>
  `curl -X POST ${url} -H 'content-type: application/json' -d '{"title":"It works","severity":"critical"}'`

/** What Prometheus needs in alertmanager.yml to send everything here. */
export const alertmanagerYaml = (url: string): string =>
  [
    'receivers:',
    '  - name: fireline',
    '    webhook_configs:',
    `      - url: ${url}`,
    'route:',
    '  receiver: fireline',
  ].join('\n')

/** What anything that pages PagerDuty is given instead: the address of its events API, and the routing key. */
export const pagerDutyLines = (url: string): string => {
  const { origin, pathname } = new URL(url)
  return `${origin}/v2/enqueue\nrouting_key: ${pathname.split('/').at(-1)}`
}
