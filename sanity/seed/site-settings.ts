import type {SiteSettings} from '../types.gen.ts'
import {IDS, linkTo, type New} from './write.ts'

const pages = [
  {...linkTo(IDS.pricing, 'Pricing'), _key: 'pricing'},
  {...linkTo(IDS.about, 'About'), _key: 'about'},
  {...linkTo(IDS.contact, 'Contact'), _key: 'contact'},
]

/** The settings of a new site. */
export const siteSettingsSeed: New<SiteSettings> = {
  _id: 'siteSettings',
  _type: 'siteSettings',
  name: 'PlumbPerfect Leads',
  description:
    'A chat receptionist for plumbing businesses, there day and night: it captures leads, asks the right questions and books jobs into your calendar.',
  navigation: pages,
  footerColumns: [
    {
      _type: 'footerColumn',
      _key: 'business',
      title: 'The business',
      links: pages,
    },
    {
      _type: 'footerColumn',
      _key: 'legal',
      title: 'In writing',
      links: [
        {...linkTo(IDS.privacy, 'Privacy Policy'), _key: 'privacy'},
        {...linkTo(IDS.terms, 'Terms of Service'), _key: 'terms'},
      ],
    },
  ],
  footerNote: 'For plumbing businesses in the United States.',
}
