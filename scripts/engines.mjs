/** `npm run test:engines`: the same core on the engines of the devices. */
import { testSuite } from "./lib/ava.mjs";

await testSuite("engines", "test/engines");
