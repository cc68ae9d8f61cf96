/**
 * What a board with Wi-Fi draws, mA at `volts`, and for how long, ms. Each number has its source beside it; where that
 * could not be looked at it says "not checked".
 */
export interface RadioPower {
  volts: number;
  /** While it dozes, associated: everything on the board that the numbers are of. */
  dozing: number;
  /** While it receives, or listens for what comes. */
  receiving: number;
  sending: number;
  /** How long it is awake for each beacon that it listens to. */
  beacon: number;
  /** How long from waking up until it can send. */
  startUp: number;
  /** How long it stays awake after the last frame. */
  lingering: number;
}

/**
 * The ESP32 with automatic light sleep, at 3.3 V. Receiving (95 to 100 mA) and sending (802.11b, 1 Mbit/s, 19.5 dBm):
 * ESP32 Series Datasheet v5.2, table 5-4, page 53. Lingering: ESP-IDF's default of
 * `CONFIG_ESP_WIFI_SLP_DEFAULT_MIN_ACTIVE_TIME`. Dozing and the time of a beacon: fitted to the averages that the
 * ESP-IDF Programming Guide ("Introduction to Low Power Mode in Wi-Fi Scenarios") gives for DTIM 1, 3 and 10, since the
 * 0.8 mA of the datasheet (table 4-2, page 30) are the chip's alone. Start-up: not checked.
 */
export const ESP32_LIGHT_SLEEP: RadioPower = {
  volts: 3.3,
  dozing: 1.9,
  receiving: 97.5,
  sending: 240,
  beacon: 1.5,
  startUp: 1,
  lingering: 50,
};

/** The same with modem sleep: the processor stays awake. */
export const ESP32_MODEM_SLEEP: RadioPower = { ...ESP32_LIGHT_SLEEP, dozing: 29, beacon: 3 };

/**
 * The CYW43439 of the Pico W alone, at 3.3 V, without the RP2040. Lingering: the 200 ms of cyw43-driver's
 * `CYW43_PERFORMANCE_PM`. Receiving, sending (at 16 dBm), and dozing with the time of a beacon, which give the 1.19 mA of
 * DTIM 1 together: as a maker of boards quotes them for Raspberry Pi's module RM2 with this chip; not checked in a
 * datasheet. How these 1.19 mA divide between dozing and beacons, and the start-up: not checked, assumed.
 */
export const PICO_W_RADIO: RadioPower = {
  volts: 3.3,
  dozing: 0.2,
  receiving: 43,
  sending: 271,
  beacon: 2.37,
  startUp: 1,
  lingering: 200,
};

/** What a radio did, for whoever pays for it. Times are ms. */
export class EnergyAccount {
  /** Times that it woke up for traffic, and beacons for which it woke up besides. */
  wakeUps = 0;
  beacons = 0;
  /** Octets of frames, Wi-Fi's own included. */
  octetsSent = 0;
  octetsReceived = 0;
  dozing = 0;
  /** Awake for whatever reason, sending included. */
  awake = 0;
  sending = 0;

  /** The average current, mA. */
  current(power: RadioPower): number {
    return this._charge(power) / (this.dozing + this.awake);
  }

  /** The energy, J. */
  energy(power: RadioPower): number {
    return (this._charge(power) * power.volts) / 1e6;
  }

  /** mA ms, which are µC. */
  private _charge({ dozing, receiving, sending }: RadioPower): number {
    return this.dozing * dozing + (this.awake - this.sending) * receiving + this.sending * sending;
  }
}
