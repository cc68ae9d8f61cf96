export { FakeSerial as default } from "./host";
