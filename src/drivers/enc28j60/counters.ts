/** What the driver counts; an index into {@link Enc28j60.counters}. */
export const enum Enc28j60Counter {
  /** Those of self-tests too. */
  FramesSent,
  FramesReceived,
  /** Frames that the chip gave up: too many collisions, deferred for too long, or late collisions to the end. */
  TransmitErrors,
  /** Late collisions after which the frame was sent again (erratum 13). */
  LateCollisions,
  /** Transmissions that never ended, and were cancelled (erratum 12). */
  TransmitStuck,
  /** Frames that `send` refused for their length. */
  BadLengthsOut,
  /** Frames that arrived damaged. */
  ReceiveErrors,
  /** Frames whose length in the chip's memory can't be. */
  BadLengthsIn,
  /** Times that the chip had no room for a frame, or held 255, and lost one or more. */
  Overruns,
  /** Times that the receive ring held what can't be; the chip was set up again. */
  RingsCorrupt,
  /** Times that the chip was found with its receiver switched off; frames may be lost. */
  ReceiverFoundOff,
  /** Times that the chip had been reset, and not by us. */
  ResetsFound,
  /** Times that the chip was set up. */
  SetUps,
  /** Attempts to set it up that came to nothing. */
  SetUpsFailed,
  /** Registers that did not hold what was written, and were written again (erratum 1). */
  Rewrites,
  LinkChanges,
  SelfTests,
  SelfTestsFailed,
  Size,
}
