// What clients do stands between the same header and footer as what visitors read.
export {default, generateMetadata, viewport} from '../(site)/layout.tsx'
