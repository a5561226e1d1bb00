/** What a consumer logs when a try of a message has failed, and the queue will deliver it again. */
export const MESSAGE_FAILED = 'message failed';

/** What a consumer logs when the last try of a message has failed: it becomes a dead letter. */
export const MESSAGE_GIVEN_UP = 'message given up';
