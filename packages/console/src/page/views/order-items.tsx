import type { OrderRecord } from '@snacks/domain';

import { amountText } from '../parts/format.js';

/** The snacks of an order, with the stock of each if it is known. */
export function OrderItems({
  order,
  stockOf,
}: {
  readonly order: OrderRecord;
  readonly stockOf?: (name: string) => string;
}) {
  return (
    <table class="compact">
      <caption class="hidden">Snacks of the order</caption>
      <thead>
        <tr>
          <th scope="col">Snack</th>
          <th scope="col" class="number">
            Pieces
          </th>
          <th scope="col" class="number">
            Price
          </th>
          {stockOf !== undefined && <th scope="col">Stock now</th>}
        </tr>
      </thead>
      <tbody>
        {order.snackItems.map(({ name, quantity, price }, index) => (
          <tr key={`${index} ${name}`}>
            <th scope="row">{name}</th>
            <td class="number">{quantity}</td>
            <td class="number">{amountText(price)}</td>
            {stockOf !== undefined && <td class="muted">{stockOf(name)}</td>}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Total</th>
          <td />
          <td class="number">
            <strong>{amountText(order.totalAmount)}</strong>
          </td>
          {stockOf !== undefined && <td />}
        </tr>
      </tfoot>
    </table>
  );
}
