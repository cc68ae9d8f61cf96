export { Timer as default } from "./host";
