const { appendFile } = require('node:fs/promises');

/**
 * Publishes events by appending them to a file, one per line.
 *
 * @implements {import('@snacks/domain').EventPublisher}
 */
class FilePublisher {
  /**
   * @param {string} file
   * @param {(eventId: string) => 'temporary' | 'permanent' | undefined} blockOf Whether the file
   * refuses an event.
   */
  constructor(file, blockOf = () => undefined) {
    this.file = file;
    this.blockOf = blockOf;
  }

  /** @param {readonly import('@snacks/domain').OrderEvent[]} events */
  async publish(events) {
    const lines = [];
    const failures = [];
    for (const event of events) {
      const { eventId } = event.detail.metadata;
      const block = this.blockOf(eventId);
      if (block === undefined) lines.push(`${JSON.stringify(event)}\n`);
      else failures.push({ eventId, code: 'Blocked', final: block === 'permanent' });
    }
    if (lines.length > 0) await appendFile(this.file, lines.join(''));
    return failures;
  }
}

module.exports = { FilePublisher };
