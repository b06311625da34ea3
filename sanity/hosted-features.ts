import type {WorkspaceOptions} from 'sanity'

/**
 * Switches off what the Studio can do only with services that Sanity hosts beside the API: releases, tasks,
 * schedules, announcements, and the search that needs the hosted text index.
 */
export const withoutHostedFeatures = {
  announcements: {enabled: false},
  releases: {enabled: false},
  scheduledDrafts: {enabled: false},
  scheduledPublishing: {enabled: false},
  tasks: {enabled: false},
  search: {strategy: 'groqLegacy'},
} satisfies Partial<WorkspaceOptions>
