import type { OrderRecord, OrderStatus } from '@snacks/domain';

export const NOW = Date.now();

export function at(secondsAgo: number): string {
  return new Date(NOW - secondsAgo * 1_000).toISOString();
}

export const LONG_NAME =
  'Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh of the Northern Snack Cooperative';

interface SampleOrder {
  readonly number: number;
  readonly customerName: string;
  readonly status: OrderStatus;
  readonly secondsAgo: number;
  readonly totalAmount: number;
  readonly reason?: string;
}

const ROWS: readonly SampleOrder[] = [
  { number: 1, customerName: 'Alice Smith', status: 'NEW', secondsAgo: 1, totalAmount: 12.5 },
  {
    number: 2,
    customerName: 'Dana Fox',
    status: 'PENDING_APPROVAL',
    secondsAgo: 40,
    totalAmount: 324,
  },
  {
    number: 3,
    customerName: LONG_NAME,
    status: 'PROCESSING',
    secondsAgo: 75,
    totalAmount: 1_234_567.89,
  },
  {
    number: 4,
    customerName: 'Bob Wilson',
    status: 'PROCESSED',
    secondsAgo: 130,
    totalAmount: 9.97,
  },
  {
    number: 5,
    customerName: 'Erin Gray',
    status: 'FAILED',
    secondsAgo: 200,
    totalAmount: 18,
    reason: 'OUT_OF_STOCK',
  },
  {
    number: 6,
    customerName: 'Grace Kim',
    status: 'REJECTED',
    secondsAgo: 4_000,
    totalAmount: 480,
    reason: 'APPROVAL_REJECTED',
  },
  { number: 7, customerName: '王小明', status: 'CANCELLED', secondsAgo: 90_000, totalAmount: 0.5 },
  {
    number: 8,
    customerName: 'Noah Brown',
    status: 'APPROVED',
    secondsAgo: 90_100,
    totalAmount: 66.6,
  },
];

export function idOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

function orderOf({ number, secondsAgo, ...row }: SampleOrder): OrderRecord {
  return {
    ...row,
    orderId: idOf(number),
    snackItems: [
      { name: 'Chips', quantity: 2, price: 3.5 },
      { name: 'Truffle Popcorn with Himalayan Salt', quantity: 1, price: 5.5 },
    ],
    priority: row.status === 'PENDING_APPROVAL' ? 'high' : 'medium',
    createdAt: at(secondsAgo + 1),
    updatedAt: at(secondsAgo),
    version: 2,
  };
}

export const ORDERS: readonly OrderRecord[] = ROWS.map(orderOf);

export function theOrder(number: number): OrderRecord {
  const order = ORDERS[number - 1];
  if (order === undefined) throw new Error(`There is no sample order ${number}.`);
  return order;
}
