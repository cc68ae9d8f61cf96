/** No Ethernet. */
export const ethernetParts: (board: object, settings: object) => [] = () => [];
