import { describe, it } from '@jest/globals';
import { eventRecordsContract } from '@snacks/domain/testing';
import { InMemoryEventRecords } from './in-memory-event-records.js';

eventRecordsContract({ describe, it }, async () => new InMemoryEventRecords());
