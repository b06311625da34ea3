import {ContactForm} from '#components/forms/contact-form.tsx'
import columns from '#components/ui/columns.module.css'
import {SectionIntro} from '#components/ui/section-intro.tsx'
import {heading, paragraphs, plain} from '#lib/markdown/document.ts'
import {type BlockProps, blockView} from '../block.tsx'

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
  Component,
  toMarkdown: ({title, intro}) =>
    paragraphs([heading(2, title), plain(intro), 'The form is on this page of the website.']),
  example: {
    _type: 'contactForm',
    _key: 'contactForm',
    title: 'Contact form',
    intro: 'A sentence under the heading.',
    action: 'Send',
  },
})
