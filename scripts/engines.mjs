/** `npm run test:engines`: the same core on the engines of the devices. */
import { testSuite } from "./lib/ava.mjs";
import { installApart } from "./lib/install.mjs";

await installApart("test/engines");
await testSuite("engines");
