/** `npm test` runs everything but the suites with a command of their own, which that command names here. */
const suite = process.env.LINKPULSE_SUITE;

export default {
  files: suite
    ? [`build/test/${suite}/**/*.test.js`]
    : ["build/test/**/*.test.js", "!build/test/peers/**", "!build/test/engines/**"],
  nodeArguments: ["--enable-source-maps"],
  timeout: suite ? "10m" : "60s",
};
