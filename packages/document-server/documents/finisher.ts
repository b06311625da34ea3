import type {Stylesheets} from '../css/stylesheets.ts'
import type {CaughtAnswer} from '../http/site-response.ts'
import type {Logger} from '../log/logger.ts'
import type {MaskPath} from '../log/mask-path.ts'
import type {SecurityPolicies} from '../security-headers.ts'
import {declaresDocument} from './declares-document.ts'
import {finishDocument} from './finish-document.ts'
import {FinishedPage} from './finished-page.ts'

export type FinisherOptions = {
  stylesheets: Stylesheets
  policies: SecurityPolicies
  logger: Logger
  maskPath: MaskPath
}

/** Makes finished pages of Next's answers, with the policy that fits each. */
export class Finisher {
  readonly #options: FinisherOptions

  constructor(options: FinisherOptions) {
    this.#options = options
  }

  /**
   * The document that an answer becomes. Nothing for a page that does not declare itself one, or that cannot be
   * finished: that is better sent as Next made it than not at all, and the build refuses such pages.
   */
  finish(path: string, {status, body}: CaughtAnswer, fingerprint: string): FinishedPage | undefined {
    const {stylesheets, policies, logger, maskPath} = this.#options
    const source = body.toString('utf8')
    if (!declaresDocument(source)) return undefined
    try {
      const {html, ...facts} = finishDocument(source, stylesheets.pick)
      return new FinishedPage({status, fingerprint, html, policy: policies.document(facts)})
    } catch (error) {
      logger.error(
        {path: maskPath(path), reason: error instanceof Error ? error.message : 'unknown'},
        'A page stays unfinished',
      )
      return undefined
    }
  }
}
