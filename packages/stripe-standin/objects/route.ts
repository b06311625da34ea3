import {invalidRequest} from '../errors.ts'
import type {FormFields} from '../http/form.ts'
import {parseRequest} from '../schema/parse-request.ts'
import type {Objects, Requests} from '../schema/roots.ts'
import type {Ledger} from './ledger.ts'

type Definition<Name extends keyof Requests> = {
  method: 'GET' | 'POST' | 'DELETE'
  /** `/v1/prices/:id` */
  path: string
  request: Name
  /** The parameters that are acted upon, as `line_items.price`; a name covers everything below it. */
  honours: string[]
  handle(ledger: Ledger, params: Requests[Name], id: string): object
}

/** One modelled call of the API. */
export type ApiRoute = {
  method: string
  path: string
  /** @throws StripeError when the call is refused. */
  run(ledger: Ledger, form: FormFields, id: string): object
}

/**
 * Binds a call to the SDK's parameters for it. A parameter that Stripe knows and the stand-in does not act upon is
 * refused, since ignoring it would let a caller believe that it worked.
 */
export function defineRoute<Name extends keyof Requests>(definition: Definition<Name>): ApiRoute {
  const honours = ['expand', ...definition.honours]
  return {
    method: definition.method,
    path: definition.path,
    run(ledger, form, id) {
      const params = parseRequest(definition.request, form)
      const unheard = namesIn(form).find(
        (name) => !honours.some((known) => `${name}.`.startsWith(`${known}.`)),
      )
      if (unheard) {
        const message = `The local stand-in does not model the parameter ${unheard} of ${definition.request}.`
        throw invalidRequest(message, {param: unheard.replace(/\.([^.]+)/g, '[$1]')})
      }
      return definition.handle(ledger, params, id)
    },
  }
}

/** The call that reads one object by its id. */
export function defineRetrieve(name: keyof Objects, path: string, request: keyof Requests): ApiRoute {
  return defineRoute({
    method: 'GET',
    path,
    request,
    honours: [],
    handle: (ledger, _params, id) => ledger.get(name, id),
  })
}

/** The dotted names of all leaves; positions in lists do not count. */
function namesIn(form: FormFields, prefix = ''): string[] {
  return Object.entries(form).flatMap(([name, value]) => {
    const here = `${prefix}${name}`
    const groups = Array.isArray(value) ? value : [value]
    return groups.flatMap((group) =>
      typeof group === 'string' || Array.isArray(group) ? [here] : namesIn(group, `${here}.`),
    )
  })
}
