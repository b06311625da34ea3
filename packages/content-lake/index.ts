/** What programs that embed the lake use. The command itself is `main.ts`. */
export {type Lake, type LakeOptions, startLake} from './lake.ts'
