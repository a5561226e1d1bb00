const { appendFile } = require('node:fs/promises');

/**
 * Hands events over by appending them to a file, one a line.
 *
 * @implements {import('@snacks/domain').EventPublisher}
 */
class FilePublisher {
  /**
   * @param {string} file
   * @param {(eventId: string) => boolean} isBlocked Events that must not leave.
   */
  constructor(file, isBlocked = () => false) {
    this.file = file;
    this.isBlocked = isBlocked;
  }

  /** @param {readonly import('@snacks/domain').OrderEvent[]} events */
  async publish(events) {
    const blocked = events.filter(({ detail }) => this.isBlocked(detail.metadata.eventId));
    const lines = events
      .filter((event) => !blocked.includes(event))
      .map((event) => `${JSON.stringify(event)}\n`);
    if (lines.length > 0) await appendFile(this.file, lines.join(''));
    return blocked.map(({ detail }) => ({ eventId: detail.metadata.eventId, code: 'Blocked' }));
  }
}

module.exports = { FilePublisher };
