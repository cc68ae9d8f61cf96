/** `npm run test:peers`: against programs and captures that others made; what is not there is skipped. */
import { testSuite } from "./lib/ava.mjs";

await testSuite("peers");
