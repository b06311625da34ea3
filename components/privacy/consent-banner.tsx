import button from '#components/ui/button.module.css'
import page from '#components/ui/page-width.module.css'
import styles from './consent-banner.module.css'

/** What is asked. Other words are another question: everybody is asked again. */
export const CONSENT_WORDS = {
  title: 'May we count your visit?',
  text: 'If you accept, Google Analytics tells us which pages are read, with the help of two cookies. If you reject, nothing is loaded and nothing changes for you.',
  more: 'What is stored, and for how long',
  accept: 'Accept',
  reject: 'Reject',
} as const

type ConsentBannerProps = {
  measurementId: string
  /** Names what is asked. */
  question: string
  /** Where Google's tag is loaded from. */
  tagHost: string
}

/**
 * The question about analytics, part of the page that it stands on, and the script that asks it. Hidden until the script
 * finds that there is no answer yet: without scripts nothing is loaded, so that there is nothing to ask.
 *
 * The script is sent as it is written, so it holds no comment. It listens to `pageshow` because a page that comes back as it was
 * left may have begun with a yes that was withdrawn since.
 */
export function ConsentBanner({measurementId, question, tagHost}: ConsentBannerProps) {
  const {title, text, more, accept, reject} = CONSENT_WORDS
  return (
    <>
      <section id="consent" className={styles.consent} aria-label={title} hidden>
        <div className={page.page}>
          <form className={styles.question} action="/api/consent" method="post">
            <input type="hidden" name="question" value={question} />
            <p>
              <strong>{title}</strong> {text} <a href="/cookies">{more}</a>
            </p>
            <ConsentButtons accept={accept} reject={reject} />
          </form>
          <p
            role="status"
            data-yes="Thank you. Analytics is on. You can change that at any time on the page about cookies."
            data-no="Analytics stays off, and nothing was loaded."
            data-failed="That could not be saved, so analytics stays off. Please try again."
          />
          {/* A button's own style would show it before there is anything to hide. */}
          <p hidden>
            <button className={button.quiet} type="button">
              Hide
            </button>
          </p>
        </div>
      </section>
      {/* Stands here and is not deferred, so that the question is there before what follows it is shown, and moves nothing. */}
      <script src="/consent-1.js" data-keep="analytics" data-id={measurementId} data-tag={tagHost} />
    </>
  )
}

/** Both answers, of one size and one weight. */
export function ConsentButtons({accept, reject}: {accept: string; reject: string}) {
  return (
    <p className={styles.buttons}>
      <button className={button.quiet} type="submit" name="answer" value="yes">
        {accept}
      </button>
      <button className={button.quiet} type="submit" name="answer" value="no">
        {reject}
      </button>
    </p>
  )
}
