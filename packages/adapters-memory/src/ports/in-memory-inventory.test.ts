import { describe, it } from '@jest/globals';
import { inventoryContract } from '@snacks/domain/testing';
import { InMemoryInventory } from './in-memory-inventory.js';

inventoryContract({ describe, it }, async (unknownSnacks) => new InMemoryInventory(unknownSnacks));
