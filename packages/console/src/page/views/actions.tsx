import type { OperatorAction } from '../api/contract.js';
import { Empty, Loading, Problem } from '../parts/message.js';
import { TableScroll } from '../parts/table-scroll.js';
import { Ago } from '../parts/time.js';
import { usePagedList } from '../state/paged.js';

/** What operators did, why, and what came of it: newest first. */
export function ActionsView() {
  const list = usePagedList<OperatorAction>(
    'operations/actions',
    { limit: 50 },
    ({ actionId }) => actionId,
  );
  return (
    <>
      <p class="lead">
        Every redrive, edit, deletion and change of stock is kept with who did it and why.
      </p>
      <Problem error={list.error} />
      {list.items === undefined && list.error === undefined && <Loading />}
      {list.items?.length === 0 && <Empty title="No operator has done anything yet." />}
      {list.items !== undefined && list.items.length > 0 && (
        <TableScroll label="Actions taken">
          <table class="list">
            <thead>
              <tr>
                <th scope="col">Action</th>
                <th scope="col">On</th>
                <th scope="col">Reason</th>
                <th scope="col">Outcome</th>
                <th scope="col">Who</th>
                <th scope="col">When</th>
              </tr>
            </thead>
            <tbody>
              {list.items.map(({ actionId, at, actor, action, subject, reason, outcome }) => (
                <tr key={actionId}>
                  <th scope="row">{action}</th>
                  <td>{subject}</td>
                  <td class="reason">{reason}</td>
                  <td>{outcome}</td>
                  <td>{actor}</td>
                  <td>
                    <Ago at={at} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      {list.more !== undefined && (
        <button type="button" class="button" onClick={list.more}>
          Show more
        </button>
      )}
    </>
  );
}
