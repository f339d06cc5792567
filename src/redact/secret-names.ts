import { credentialValue, type Looks, vendorValue } from './named-value.ts'
import type { Opening } from './scan.ts'

/** Words that say that a secret follows. `_` is also `-` or nothing. */
const credentials = `password passwd passphrase pwd secret token apikey api_key api.key accesskey access_key access.key
  privatekey private_key authkey auth_key accountkey account_key sharedaccesskey sharedaccesssignature signingkey signing_key
  encryptionkey encryption_key masterkey master_key credential creds x_amz_signature`

/** Services whose keys have no look of their own: what a machine made behind their name is taken for one. */
const vendors = `adafruit adobe airtable algolia alibaba aliyun artifactory asana atlassian beamer bintray bitbucket bittrex clojars
  cloudflare codecov cohere coinbase confluent contentful confluence datadog digitalocean discord droneci duffel dynatrace
  easypost etsy facebook fastly finicity finnhub flickr flutterwave freemius freshbooks gitter gocardless intercom jfrog jira
  kraken launchdarkly linear lob_ looker mailchimp mailgun mapbox mattermost maxmind meraki messagebird
  message_bird netlify newrelic new_relic newyorktimes new_york_times nytimes octopus okta openweather opsgenie pagerduty plaid
  privateai private_ai rapidapi sendgrid sentry shippo shodan sonar squareup travis trello
  twilio twitch twitter typeform xray yandex zendesk zoom_`
/** Those whose keys are UUIDs. */
const withUuids = 'heroku hubspot kucoin snyk sendbird squarespace postmark'

/** Those whose keys are short (a digit, or six consonants in a row), or have a look of their own. */
const withLook: readonly [names: string, like: RegExp][] = [
  ['dropbox', /^(?=.*(\d|[^aeiou]{6}))[a-z0-9]{15}$/i],
  ['linkedin linked_in', /^(?=.*(\d|[^aeiou]{6}))[a-z0-9]{14}$/i],
  ['sumo', /^su[a-z0-9]{12}$/i],
  ['contribsys', /^[a-f0-9]{8}:[a-f0-9]{8}$/i],
  ['telegr', /^\d{5,16}:A[\w-]{34}$/i],
]

const words = (list: string): string[] => list.split(/\s+/)

export const secretNames: readonly Opening[] = [
  ...words(credentials).map(says => ({ says, isAnyCase: true, find: after(says, credentialValue(says)) })),
  ...words(vendors).map(says => vendor(says, {})),
  ...words(withUuids).map(says => vendor(says, { hasUuids: true })),
  ...withLook.flatMap(([names, like]) => words(names).map(says => vendor(says, { like }))),
]

function vendor(says: string, looks: Looks): Opening {
  return { says, isAnyCase: true, find: after(says, vendorValue(looks)) }
}

function after(says: string, find: Opening['find']): Opening['find'] {
  return (scan, at) => {
    const behind = at + says.length
    const to = find(scan, behind)
    return to === behind ? at : to
  }
}
