import {ApiError} from '../errors.ts'

type Detail = {type: string; [detail: string]: unknown}

/** Which API was called: both answer in the same shape under another name. */
export type ErrorScope = 'mutationError' | 'actionError'

/** One mutation or action was refused; nothing of the transaction was kept. */
export class RefusedError extends Error {
  readonly status: number
  readonly detail: Detail

  constructor(status: number, message: string, detail: Detail) {
    super(message)
    this.status = status
    this.detail = detail
  }

  /** The answer to the client. `index` is the place of the refused mutation or action in the request. */
  toApiError(scope: ErrorScope, index: number): ApiError {
    const prefix = scope === 'mutationError' ? 'Mutation failed' : 'Action failed'
    const description = `${prefix}: ${this.message}`
    const items = [{error: {description: this.message, ...this.detail}, index}]
    return new ApiError(this.status, description, {error: {type: scope, description, items}})
  }
}

export function alreadyExists(id: string): RefusedError {
  return new RefusedError(409, `Document by ID "${id}" already exists`, {
    type: 'documentAlreadyExistsError',
    id,
  })
}

export function notFound(id: string): RefusedError {
  return new RefusedError(404, `The document with the ID "${id}" was not found`, {
    type: 'documentNotFoundError',
    id,
  })
}

export function revisionMismatch(id: string, current: string | undefined, expected: string): RefusedError {
  return new RefusedError(
    409,
    `Document "${id}" has unexpected revision ID ("${current ?? ''}"), expected "${expected}"`,
    {
      type: 'documentRevisionIDDoesNotMatchError',
      id,
      currentRevisionID: current ?? '',
      expectedRevisionID: expected,
    },
  )
}

export function stillReferenced(id: string, referencingIDs: string[]): RefusedError {
  const from = referencingIDs.map((other) => `"${other}"`).join(', ')
  return new RefusedError(
    409,
    `Document "${id}" cannot be deleted as there are references to it from ${from}`,
    {
      type: 'documentHasExistingReferencesError',
      id,
      referencingIDs,
    },
  )
}

export function referencesMissing(id: string, referenceID: string): RefusedError {
  return new RefusedError(409, `Document "${id}" references non-existent document "${referenceID}"`, {
    type: 'documentReferenceDoesNotExistError',
    id,
    referenceID,
  })
}

export function insufficientPermissions(permission: string): RefusedError {
  return new RefusedError(403, `Insufficient permissions; permission "${permission}" required`, {
    type: 'insufficientPermissionsError',
    permissions: [permission],
  })
}

/** The mutation cannot be applied to the document, whatever its state. */
export function invalid(message: string): RefusedError {
  return new RefusedError(400, message, {type: 'validationError'})
}

/** The request as a whole has the wrong shape. */
export function malformed(message: string): ApiError {
  return new ApiError(400, message, {error: {type: 'validationError', description: message}})
}
