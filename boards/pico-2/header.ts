export { header } from "../pico/header";
