import type { ReadReport } from '../../alert/report.ts'
import { newId } from '../../engine/id.ts'
import { acknowledged, closed, opsgenie } from '../../integrations/opsgenie/opsgenie.ts'
import { type Integration, integrationByKey } from '../../store/integrations.ts'
import { ApiError } from '../answer.ts'
import type { IntakeAnswer, IntakeCall } from '../intake.ts'
import { jsonBody } from '../intake-body.ts'
import type { IntakeRoute } from './door.ts'
import { keepRead } from './keep.ts'

/** Opsgenie's Alert API, at its own paths and below `/intake/{key}`: there the key stands in the path, else in `GenieKey`. */
export const opsgenieDoor: readonly IntakeRoute[] = [
  door(
    '/v2/alerts',
    'Creates an alert by the Opsgenie Alert API; the integration key is its GenieKey.',
    () => opsgenie.read,
  ),
  door(
    '/v2/alerts/{alias}/close',
    'Ends an alert by its alias, with identifierType=alias.',
    alias => (_body, received) => closed(alias, received),
  ),
  door(
    '/v2/alerts/{alias}/acknowledge',
    'Notes that somebody acknowledged it there.',
    alias => () => acknowledged(alias),
  ),
].flat()

function door(path: string, says: string, readerOf: (alias: string) => ReadReport): IntakeRoute[] {
  const pattern = path.replace('{alias}', '([^/]+)')
  const isOfOne = path.includes('{alias}')
  const route = (prefix: string, as: string): IntakeRoute => ({
    method: 'POST',
    path: new RegExp(`^${prefix}${pattern}/?$`),
    as: `${as}${path}`,
    says,
    answers: 202,
    sayProblem: ({ status, code, message, path: field }: ApiError) => ({
      message,
      took: 0,
      requestId: '',
      error: { code, message, ...(status < 500 && field && { path: field }) },
    }),
    run: call =>
      take(call, prefix === '' ? genieKey(call) : call.params.shift(), isOfOne ? aliasIn(call) : '', readerOf),
  })
  return [route('', ''), route('/intake/([^/]+)', '/intake/{key}')]
}

async function take(
  call: IntakeCall,
  key: string | undefined,
  alias: string,
  readerOf: (alias: string) => ReadReport,
): Promise<IntakeAnswer> {
  const integration = await keyed(call, key ?? '')
  const body = isEmpty(call) ? {} : await jsonBody(call.request, bytes => call.place.grow(bytes))
  await keepRead(call, integration, { kind: opsgenie.kind, read: readerOf(alias) }, body)
  const requestId = newId(call.desk.clock.now())
  return { status: 202, body: { result: 'Request will be processed', took: 0, requestId } }
}

const genieKey = ({ request }: IntakeCall): string | undefined =>
  /^GenieKey +([0-9a-z-]{1,64})$/i.exec(request.headers.authorization ?? '')?.[1]

/** An unknown key, a malformed and a deleted one are the same to whoever asks. */
async function keyed(call: IntakeCall, key: string): Promise<Integration> {
  const integration = await integrationByKey(call.desk.db, key)
  if (!integration) throw new ApiError(401, 'no-token', 'No integration has this key.', { path: 'Authorization' })
  call.place.of(integration.id)
  return integration
}

/** Only aliases are known here: ids and tiny ids are Opsgenie's own. */
function aliasIn({ params, url }: IntakeCall): string {
  if (url.searchParams.get('identifierType') !== 'alias')
    throw new ApiError(422, 'invalid', 'Name the alert by its alias: identifierType=alias.', { path: 'identifierType' })
  try {
    return decodeURIComponent(params[0] ?? '')
  } catch {
    throw new ApiError(422, 'invalid', 'This alias is not encoded well.', { path: 'alias' })
  }
}

const isEmpty = ({ request: { headers } }: IntakeCall): boolean =>
  headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0'
