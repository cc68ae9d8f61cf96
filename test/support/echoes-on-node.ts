/** `node echoes-on-node.js <echoes>`: like soak-on-node.ts, with an `EchoSoak` and so many echoes each way. */
import { EchoSoak } from "../../emulator/device/echo-soak";
import { collectionsIn } from "./collections";

const WARM = 200_000;
const soak = new EchoSoak();
soak.run(WARM);
const { kinds } = collectionsIn(() => soak.run(WARM + Number(process.argv[2])));
process.stdout.write(JSON.stringify({ kinds, results: Array.from(soak.answered) }));
