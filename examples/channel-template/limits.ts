/** As the provider's documentation states it; a longer text is refused there. */
export const MAX_TEXT_CHARACTERS = 1_600;
