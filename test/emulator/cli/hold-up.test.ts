import test from "ava";
import { linkpulseHere } from "../../support/command-line";

const DEVICE = ["--failing", "4600", "--minimum", "4200", "--current", "60", "--load", "radio:40:2"];

test.serial("a capacitor that lasts, and by how much", async (t) => {
  const { status, out } = await linkpulseHere(["hold-up", "--capacitance", "5600", ...DEVICE]);
  t.is(status, 0);
  t.is(
    out,
    "a save of 31 octets over I2C at 100000 Hz takes 14 ms at most; another one may have just begun\n" +
      "the capacitor gives 1568 uC over 350 mV, 1240 uC are needed: it lasts, with 16 ms to spare\n" +
      "28 ms after the failure was seen all is saved\n",
  );
});

test.serial("one that does not, and which would", async (t) => {
  const { status, out } = await linkpulseHere(["hold-up", "--capacitance", "1000", ...DEVICE]);
  t.is(status, 1);
  t.regex(out, /1000 uF less 20 % give 280 uC .* take 1240 uC, for which it must have 4429 uF\n$/);
});

test.serial("a load that can't be read is a mistake in use", async (t) => {
  const { status, err } = await linkpulseHere(["hold-up", "--capacitance", "1", ...DEVICE, "lamp"]);
  t.is(status, 2);
  t.regex(err, /--load lamp: it must be name:mA:ms/);
});

test.serial("brown-outs says what was tried", async (t) => {
  const { status, out } = await linkpulseHere(["brown-outs", "--count", "50"]);
  t.is(status, 0);
  t.regex(out, /^\d+ configurations refused; \d+ devices, \d+ failures .*\nall was saved [\d.]+ ms .*: 0 wrong\n$/);
});
