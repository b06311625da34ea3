import {ContactForm} from '#components/forms/contact-form.tsx'
import columns from '#components/ui/columns.module.css'
import {SectionIntro} from '#components/ui/section-intro.tsx'
import type {BlockProps} from '../block.ts'
import {blockView} from '../block-view.tsx'
import {contactFormMarkdown} from './markdown.ts'

function Component({block: {title, intro, action}, Heading, headingId}: BlockProps<'contactForm'>) {
  return (
    <section className={columns.columns} aria-labelledby={title ? headingId : undefined}>
      <SectionIntro Heading={Heading} id={headingId} title={title} intro={intro} />
      <ContactForm idPrefix={headingId} action={action ?? undefined} />
    </section>
  )
}

/** The contact form, which is there even before its words are. */
export const contactForm = blockView('contactForm', {
  isEmpty: () => false,
  Component,
  markdown: contactFormMarkdown,
})
