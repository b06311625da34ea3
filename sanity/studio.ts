import {visionTool} from '@sanity/vision'
import type {DocumentPluginOptions, WorkspaceOptions} from 'sanity'
import {presentationTool} from 'sanity/presentation'
import {structureTool} from 'sanity/structure'
import {documentActions} from './actions/document-actions.ts'
import {deskTools, isOwner} from './desk/tools.ts'
import {homeTool} from './home/home.tsx'
import {Layout} from './layout.tsx'
import {messages} from './messages.ts'
import {picturesTool} from './pictures/pictures-tool.tsx'
import {resolve} from './presentation.ts'
import {isAdministrator, isViewer} from './roles.ts'
import {schemaTypes} from './schema/index.ts'
import {structure} from './structure.ts'
import {templates, withoutSingletons} from './templates.ts'

/** What the Studio needs to know about the place it runs in. None of it is secret: it is sent to the browser. */
export type StudioSettings = {
  projectId: string
  dataset: string
  /** The API's address without the project, `https://api.sanity.io`; the hosted one when left out. */
  apiHost?: string | undefined
  /** Where editors sign in; Sanity's own sign-in when left out. */
  loginUrl?: string | undefined
  /** `off` switches off what only Sanity's hosted services can do. */
  hostedFeatures: 'on' | 'off'
  /** `off` takes the owner's desk out. */
  ownerDesk: 'on' | 'off'
  /** The address of the site, without a slash at the end. */
  siteUrl: string
}

/** Asks anything of the content, in a language of its own; for administrators. */
const QUERY_TOOL = 'vision'

/** The Studio's configuration. */
export function createStudioConfig(settings: StudioSettings): WorkspaceOptions {
  const {projectId, dataset, apiHost, loginUrl, hostedFeatures, ownerDesk, siteUrl} = settings
  return {
    name: 'default',
    title: 'PlumbPerfect Leads',
    basePath: '/studio',
    projectId,
    dataset,
    ...(apiHost && {apiHost}),
    // With a token the desk can show the site who asks; with a cookie of sanity.io it cannot.
    auth: loginUrl ? tokenSignIn(loginUrl) : {loginMethod: 'token'},
    ...(hostedFeatures === 'off' && withoutHostedFeatures),
    // The first tool is the one that the Studio opens with.
    tools: (others, {currentUser}) => {
      const isDesk = ownerDesk === 'on' && isOwner(currentUser)
      const offered = isAdministrator(currentUser) ? others : others.filter(({name}) => name !== QUERY_TOOL)
      return [
        homeTool(isDesk),
        ...(isDesk ? deskTools : []),
        ...offered,
        ...(isViewer(currentUser) ? [] : [picturesTool]),
      ]
    },
    plugins: [
      structureTool({title: 'Content', structure}),
      presentationTool({
        title: 'Edit on the page',
        resolve,
        allowOrigins: [siteUrl],
        previewUrl: {
          initial: siteUrl,
          previewMode: {enable: '/api/draft-mode/enable', disable: '/api/draft-mode/disable'},
        },
      }),
      visionTool({
        name: QUERY_TOOL,
        title: 'Query',
        defaultApiVersion: '2026-01-01',
        defaultDataset: dataset,
      }),
    ],
    studio: {components: {layout: Layout}},
    i18n: {bundles: messages},
    schema: {types: schemaTypes, templates},
    document: {
      actions: documentActions,
      newDocumentOptions: withoutSingletons,
      ...(hostedFeatures === 'off' && withoutHostedDocumentFeatures),
    },
  }
}

const tokenSignIn = (url: string): WorkspaceOptions['auth'] => ({
  loginMethod: 'token',
  redirectOnSingle: true,
  providers: [{name: 'sign-in', title: 'Sign in', url}],
})

/**
 * Switches off what the Studio can do only with services that Sanity hosts beside the API: releases, tasks,
 * schedules, announcements, and the search that needs the hosted text index.
 */
const withoutHostedFeatures = {
  announcements: {enabled: false},
  releases: {enabled: false},
  scheduledDrafts: {enabled: false},
  scheduledPublishing: {enabled: false},
  tasks: {enabled: false},
  search: {strategy: 'groqLegacy'},
} satisfies Partial<WorkspaceOptions>

/** The same for what the Studio can do with one document: comments on it, and asking for the right to edit it. */
const withoutHostedDocumentFeatures = {
  comments: {enabled: false},
  askToEdit: {enabled: false},
} satisfies DocumentPluginOptions
