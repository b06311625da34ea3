import type {SiteLink, SiteSettings} from '../types.gen.ts'

type Keyed = SiteLink & {_key: string}

/** The settings of a new site. Its links lead only to what exists. */
export function siteSettingsSeed(
  privacyPolicyId: string,
): Omit<SiteSettings, '_createdAt' | '_updatedAt' | '_rev'> {
  const contact: Keyed = {
    _type: 'siteLink',
    _key: 'contact',
    label: 'Contact',
    kind: 'address',
    href: '/contact',
  }
  const privacy: Keyed = {
    _type: 'siteLink',
    _key: 'privacy',
    label: 'Privacy Policy',
    kind: 'document',
    document: {_type: 'reference', _ref: privacyPolicyId},
  }
  return {
    _id: 'siteSettings',
    _type: 'siteSettings',
    name: 'PlumbPerfect Leads',
    description:
      'A chat receptionist for plumbing businesses, there day and night: it captures leads, asks the right questions and books jobs into your calendar.',
    navigation: [{_type: 'siteLink', _key: 'home', label: 'Home', kind: 'address', href: '/'}, contact],
    footerColumns: [
      {_type: 'footerColumn', _key: 'business', title: 'PlumbPerfect Leads', links: [contact]},
      {_type: 'footerColumn', _key: 'legal', title: 'Legal', links: [privacy]},
    ],
    footerNote: 'For plumbing businesses in the United States.',
  }
}
