/** The server's limits, so that a field stops where the server would refuse. */
export const NAME_LENGTH = 80;
export const TOPIC_LENGTH = 250;
export const SECTION_LENGTH = 60;
/** People of a direct room, without me. */
export const MOST_OTHERS = 7;
