const { mkdtemp, readFile, rm } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');
const { describe, it } = require('node:test');
const { eventPublisherContract } = require('@snacks/domain/testing');
const { FilePublisher } = require('./file-publisher.cjs');

const create = async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'events-')), 'events.ndjson');
  const blocked = new Map();
  return {
    publisher: new FilePublisher(file, (eventId) => blocked.get(eventId)),
    taken: async () => {
      const text = await readFile(file, 'utf8').catch(() => '');
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
    },
    refuse: async (eventId, permanent) =>
      void blocked.set(eventId, permanent ? 'permanent' : 'temporary'),
  };
};

eventPublisherContract({ describe, it }, create, {
  teardown: async ({ publisher }) => rm(dirname(publisher.file), { recursive: true }),
});
