import {heading, paragraphs, plain} from '#lib/markdown/document.ts'
import type {BlockOf} from '../block.ts'

/** What stands around the contact form; the form itself is on the page. */
export const contactFormMarkdown = ({title, intro}: BlockOf<'contactForm'>): string =>
  paragraphs([heading(2, title), plain(intro), 'The form is on this page of the website.'])
