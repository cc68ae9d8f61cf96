export { Time as default } from "./host";
