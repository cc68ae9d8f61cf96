/** No NAT keepalive. */
export const nattParts: (settings: object) => [] = () => [];
