import { PRICES } from './catalogue-functions.js';

/** The functions that accept and handle external events. */
export const EXTERNAL_EVENT_FUNCTIONS = {
  'event-ingestion': {
    description: 'Accepts external events and puts them into a queue.',
    memoryMegabytes: 512,
    timeoutSeconds: 10,
    environment: ['EVENT_INGESTION_QUEUE_URL', 'AUTH', 'LOG_LEVEL'],
    permissions: { 'sqs:SendMessage': ['queue:event-ingestion'] },
  },
  'event-recorder': {
    description: 'Handles external events: places submitted orders, records all other events.',
    memoryMegabytes: 512,
    timeoutSeconds: 15,
    environment: [
      'ORDERS_TABLE_NAME',
      'INDEX_SHARDS',
      ...PRICES,
      'EVENT_RECORDS_TABLE_NAME',
      'EVENT_BUS_NAME',
      'LOG_LEVEL',
    ],
    permissions: {
      'dynamodb:PutItem': ['orders', 'eventRecords'],
      'dynamodb:GetItem': ['orders', 'eventRecords', 'catalogue'],
      'events:PutEvents': ['bus'],
    },
  },
} as const;
