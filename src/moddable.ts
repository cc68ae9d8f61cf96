/** `linkpulse/moddable`, as an app that includes the manifest imports it. */
export * from "./platform/moddable/index";
