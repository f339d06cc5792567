import { alnum, base64, capitals, digit, dotted, hex, type Kind, word } from './letters.ts'
import { type Find, isBoundary, type Opening, type Scan } from './scan.ts'

/** Letters that stand there, or so many of a kind: at least, and at most where more would be something else. */
type Part = string | readonly [kind: Kind, least: number, most?: number]

/** A token that says what it is by how it begins. `back` of its letters stand before that. */
interface Shape {
  opens: string
  parts: readonly Part[]
  back?: number
}

const shape = (opens: string, ...parts: Part[]): Shape => ({ opens, parts })
const all = (openings: string, ...parts: Part[]): Shape[] => openings.split(' ').map(opens => shape(opens, ...parts))

/** As their vendors document them, by the letters they begin with. What is longer than the least is hidden to its end. */
const shapes: readonly Shape[] = [
  // Clouds
  ...all('AKIA ASIA AGPA AROA AIDA ABIA ACCA', [capitals, 16, 16]),
  shape('ABSK', [base64, 90], '='),
  shape('bedrock-api-key-', [base64, 20], '='),
  shape('AIza', [word, 35]),
  shape('GOCSPX-', [word, 20]),
  shape('ya29.', [word, 20]),
  shape('LTAI', [alnum, 16, 26]),
  ...all('doo_v1_ dop_v1_ dor_v1_', [hex, 40]),
  ...all('cfk_ cfut_ cfat_', [word, 36]),
  shape('v1.0-', [hex, 20], '-', [hex, 100]),
  shape('HRKU-', [word, 30]),
  ...all('fo1_ fm1a_ fm1r_ fm2_', [base64, 30]),
  shape('fo1_', [word, 40]),
  shape('tk-us-', [word, 40]),
  shape('t1.', [dotted, 100]),
  shape('AQVN', [word, 34]),
  shape('tskey-', [word, 16]),
  shape('hvs.', [word, 20]),
  shape('hvb.', [word, 20]),
  shape('hvr.', [word, 20]),
  shape('s.', [alnum, 24, 24]),
  { opens: '_mmk', back: 36, parts: [[alnum, 6, 6], '_', [alnum, 29, 29], '_mmk'] },
  { opens: '.atlasv1.', back: 14, parts: [[alnum, 14, 14], '.atlasv1.', [dotted, 50]] },
  shape('sha256~', [word, 40]),
  shape('pul-', [hex, 40, 40]),
  shape('dnkey-', [dotted, 40]),
  shape('AGE-SECRET-KEY-', [capitals, 50]),
  shape('ops_ey', [base64, 60], '='),
  shape('A3-', [capitals, 6, 6], '-', [word, 20]),
  // Code and packages
  ...all('ghp_ gho_ ghu_ ghs_ ghr_', [alnum, 36]),
  shape('github_pat_', [word, 22]),
  ...all('glpat- glptt- glrt- gldt- glft- glsoat- gloas- glimt- glffct- glagent- glrtr- glwt-', [dotted, 16]),
  shape('glcbt-', [word, 20]),
  shape('GR1348941', [word, 20]),
  shape('ATATT3', [dotted, 100]),
  shape('ATCTT3', [dotted, 100]),
  shape('ATBB', [alnum, 20]),
  shape('npm_', [alnum, 36]),
  shape('pypi-', [word, 50]),
  shape('rubygems_', [hex, 40]),
  shape('oy2', [alnum, 43, 43]),
  shape('CLOJARS_', [alnum, 40]),
  shape('clojars_', [alnum, 40]),
  shape('AKCp', [alnum, 60]),
  shape('cmVmdGtu', [base64, 50]),
  shape('dckr_pat_', [word, 20]),
  ...all('sgp_', [word, 40]),
  shape('slk_', [hex, 60]),
  shape('lin_api_', [alnum, 32]),
  shape('lin_oauth_', [alnum, 32]),
  shape('API-', [capitals, 25, 40]),
  ...all('sqp_ squ_ sqa_', [alnum, 40, 40]),
  shape('CCIPAT_', [word, 30]),
  shape('bkua_', [alnum, 30]),
  shape('pat', [alnum, 14, 14], '.', [hex, 64, 64]),
  ...all('pat. sat.', [word, 20], '.', [alnum, 20], '.', [alnum, 16]),
  shape('ntn_', [alnum, 40]),
  shape('secret_', [alnum, 40]),
  shape('PMAK-', [hex, 20], '-', [hex, 30]),
  shape('rdme_', [alnum, 60]),
  shape('tfp_', [dotted, 40]),
  shape('figd_', [word, 30]),
  shape('dapi', [hex, 32, 32]),
  shape('hf_', [alnum, 30]),
  shape('api_org_', [alnum, 30]),
  shape('pnu_', [alnum, 30]),
  shape('ico-', [alnum, 32, 32]),
  ...all('pscale_tkn_ pscale_oauth_ pscale_pw_', [dotted, 30]),
  shape('4b1d', [alnum, 38, 38]),
  shape('sm_sat_', [alnum, 16]),
  shape('sm_aat_', [alnum, 16]),
  shape('sm_pat_', [alnum, 16]),
  ...all('dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.', [dotted, 36]),
  ...all('s-s4t2ud- s-s4t2af-', [hex, 60]),
  shape('pplx-', [alnum, 40]),
  shape('gsk_', [alnum, 40]),
  shape('r8_', [alnum, 36]),
  shape('xai-', [alnum, 60]),
  shape('sk-', [word, 20]),
  shape('p8e-', [alnum, 32, 32]),
  shape('fio-u-', [dotted, 60]),
  // Watching
  shape('glc_', [base64, 30], '='),
  shape('eyJrIjoi', [base64, 60], '='),
  shape('glsa_', [alnum, 32], '_', [hex, 8]),
  ...all('sntryu_ sntrya_ sntryi_', [hex, 60]),
  shape('sntrys_', [base64, 20], '=', '_', [base64, 20]),
  ...all('dt0c01. dt0s01. dt0s02. dt0s08. dt0s16.', [alnum, 24], '.', [alnum, 60]),
  ...all('NRAK- NRAL- NRJS- NRII- NRIQ- NRRA-', [word, 19]),
  shape('phc_', [alnum, 40]),
  shape('phx_', [alnum, 40]),
  // Messages and mail
  ...all('xoxa- xoxb- xoxe- xoxo- xoxp- xoxr- xoxs- xoxe. xapp-', [dotted, 7]),
  shape('hooks.slack.com/', [alnum, 5], '/', [base64, 20]),
  shape('.webhook.office.com/', [alnum, 8], '/', [word, 36], '@', [word, 36], '/', [alnum, 10], '/', [word, 20], '/', [
    word,
    20,
  ]),
  shape('discord.com/api/webhooks/', [digit, 15], '/', [word, 40]),
  shape('discordapp.com/api/webhooks/', [digit, 15], '/', [word, 40]),
  shape('api.telegram.org/bot', [digit, 5], ':', [word, 30]),
  shape('SK', [hex, 32, 32]),
  shape('SG.', [dotted, 50]),
  shape('xkeysib-', [word, 60]),
  shape('xsmtpsib-', [word, 60]),
  shape('key-', [hex, 32, 32]),
  shape('pubkey-', [hex, 32, 32]),
  shape('EAA', [alnum, 60]),
  shape('EAAA', [word, 56]),
  // Money and shops
  ...all('sk_live_ sk_test_ sk_prod_ rk_live_ rk_test_ rk_prod_ pk_live_ pk_test_ whsec_', [alnum, 10]),
  ...all('shpat_ shpca_ shppa_ shpss_ shprt_ shptka_', [hex, 32]),
  ...all('sq0atp- sq0csp- sq0idp-', [word, 20]),
  ...all('EZAK EZTK', [alnum, 54]),
  ...all('shippo_live_ shippo_test_', [hex, 40]),
  ...all('duffel_test_ duffel_live_', [dotted, 40]),
  ...all('FLWSECK_TEST- FLWPUBK_TEST- FLWSECK- FLWPUBK-', [alnum, 12]),
  ...all('live_ test_ live_pub_ test_pub_', [hex, 31]),
  shape('access-', [alnum, 7], '-', [word, 36]),
  shape('sl.', [dotted, 100]),
  // Fireline's own
  ...all('fl_ join_ session_', [word, 43]),
]

const unmistakable = 5

export const vendorTokens: readonly Opening[] = shapes.map(one => ({ says: one.opens, find: findShape(one) }))

function findShape({ opens, parts, back = 0 }: Shape): Find {
  const needsBoundary = opens.length < unmistakable || /^[a-z]+-$/.test(opens)
  return (scan, at) => {
    const from = at - back
    if (from < 0 || ((needsBoundary || back > 0) && !isBoundary(scan.text, from))) return at
    const to = endOf(scan, parts, back > 0 ? from : at + opens.length)
    if (to === undefined) return at
    scan.found(from, to)
    return to
  }
}

function endOf(scan: Scan, parts: readonly Part[], from: number): number | undefined {
  let at = from
  for (const part of parts) {
    if (typeof part === 'string') {
      if (part === '=') while (scan.text[at] === '=') at++
      else if (scan.text.startsWith(part, at)) at += part.length
      else return undefined
      continue
    }
    const [kind, least, most] = part
    const end = scan.runEnd(kind, at)
    if (end - at < least || end - at > (most ?? end)) return undefined
    at = end
  }
  return at
}
