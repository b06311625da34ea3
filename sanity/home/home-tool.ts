import {HomeIcon} from '@sanity/icons/Home'
import type {Tool} from 'sanity'
import {Home} from './home.tsx'

/** The first thing that somebody sees in the Studio. */
export const homeTool: Tool = {name: 'start', title: 'Start', icon: HomeIcon, component: Home}
