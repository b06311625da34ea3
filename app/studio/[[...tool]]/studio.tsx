'use client'

import dynamic from 'next/dynamic'

/**
 * The Studio, made in browsers alone. A server has nothing of it to show before somebody has signed in, and would be built
 * with a copy of it for each bundle.
 */
export const Studio = dynamic(() => import('./configured-studio.tsx'), {ssr: false})
