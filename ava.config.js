export default {
  files: ["build/test/**/*.test.js", "!build/test/peers/**", "!build/test/engines/**"],
  nodeArguments: ["--enable-source-maps"],
  timeout: "60s",
};
