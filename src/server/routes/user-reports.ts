import { z } from 'zod'
import { listReportForms, setOpensAfter } from '../../store/report-forms.ts'
import type { Secrets } from '../../store/secrets.ts'
import { reportsWithContacts } from '../../store/user-reports.ts'
import { notFound } from '../answer.ts'
import { qrSvg } from '../qr.ts'
import { type Route, route } from '../route.ts'

/** What people outside report: the forms that they do it with, and for those who work on it, who they are. */
export function userReportRoutes(url: () => string, secrets: Secrets): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/report-forms',
      action: 'settings:read',
      says: 'The forms for people outside, with their links and QR codes.',
      async run({ sql }) {
        const forms = await listReportForms(sql, secrets)
        return {
          forms: forms.map(({ key, ...form }) => {
            const link = `${url()}/report/${key}`
            return { ...form, url: link, qr: qrSvg(link) }
          }),
        }
      },
    }),
    route({
      method: 'PUT',
      path: '/api/v1/report-forms/:id',
      action: 'settings:write',
      says: 'How many reports open an incident where none is open.',
      body: z.strictObject({ opensAfter: z.int().min(1).max(1_000) }),
      async run({ tx, params, body }) {
        if (!(await setOpensAfter(tx, params.id, body.opensAfter))) throw notFound(`report form ${params.id}`)
        return { id: params.id, ...body }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/incidents/:incident/reports',
      action: 'respond',
      says: 'What people outside told about it, and who they are; never on its timeline.',
      run: ({ sql, params }) => reportsWithContacts(sql, secrets, params.incident),
    }),
  ]
}
