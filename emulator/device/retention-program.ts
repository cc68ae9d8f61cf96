/** The soaks of what outlives the supply, as one script for engines. */
export { KeepAliveSoak } from "./keep-alive-soak";
export { RetentionSoak } from "./retention-soak";
