/** `npm run test:engines`: the same core on the engines of the devices; on Espruino where ESPRUINO names its Linux binary. */
import { testSuite } from "./lib/ava.mjs";

const withEspruino = process.env.ESPRUINO !== undefined && process.env.ESPRUINO !== "";

await testSuite("engines", {
  apart: ["test/engines", ...(withEspruino ? ["test/engines/espruino"] : [])],
  // What is put on Espruino is what users get.
  builds: ["tests", ...(withEspruino ? ["dist"] : [])],
});
