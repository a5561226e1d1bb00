/** The environment of a function that checks the prices of orders. */
export const PRICES = ['CATALOGUE_TABLE_NAME', 'CATALOGUE'] as const;

/** The functions that list and change the snacks on sale. */
export const CATALOGUE_FUNCTIONS = {
  'catalogue-reader': {
    description: 'Returns the snacks on sale and their prices.',
    memoryMegabytes: 512,
    timeoutSeconds: 10,
    environment: ['CATALOGUE_TABLE_NAME', 'AUTH', 'LOG_LEVEL'],
    permissions: { 'dynamodb:GetItem': ['catalogue'] },
  },
  'catalogue-editor': {
    description: 'Puts snacks on sale, changes their prices, and takes them off sale.',
    memoryMegabytes: 512,
    timeoutSeconds: 10,
    environment: ['CATALOGUE_TABLE_NAME', 'AUTH', 'LOG_LEVEL'],
    permissions: { 'dynamodb:GetItem': ['catalogue'], 'dynamodb:PutItem': ['catalogue'] },
  },
} as const;
