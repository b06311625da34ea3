'use client'

import {useActionState} from 'react'
import {OpenSetup} from './open-setup.tsx'
import {SetupForm} from './setup-form.tsx'
import styles from './setup-page.module.css'
import {SetupRefused} from './setup-refused.tsx'
import {SetupSent} from './setup-sent.tsx'
import type {ContinueSetup, SectionView, SetupView} from './setup-view.ts'

type SetupPageProps = {
  /** The token of the mail's link. */
  link: string | undefined
  sections: readonly SectionView[]
  continueSetup: ContinueSetup
}

const CLOSED: SetupView = {step: 'closed'}

/** The set-up from the mail's link to the thanks. Every step is a form that works without scripts. */
export function SetupPage({link, sections, continueSetup}: SetupPageProps) {
  const [view, send] = useActionState(continueSetup, CLOSED)
  return (
    <div className={styles.page}>
      {view.step === 'closed' && <OpenSetup link={link} send={send} />}
      {view.step === 'open' && (
        // A new form for every answer, so that each field begins with what is now kept.
        <SetupForm
          key={view.continuation + view.notice}
          view={view}
          sections={sections}
          link={link}
          send={send}
        />
      )}
      {view.step === 'sent' && <SetupSent orderId={view.orderId} />}
      {view.step === 'refused' && <SetupRefused reason={view.reason} link={link} send={send} />}
    </div>
  )
}
