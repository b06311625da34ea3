// Parts of the site are looked at between its own header and footer.
export {default, generateMetadata, viewport} from '../(site)/layout.tsx'
