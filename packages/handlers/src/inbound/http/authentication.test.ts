import { describe, expect, it } from '@jest/globals';
import { ANYONE, CALLER_ROLES, hasCode } from '@snacks/domain';
import { aPlacing } from '@snacks/domain/testing';

import { anApiEvent } from '../../../test/events.js';
import { functionsInMemory } from '../../../test/functions-in-memory.js';
import { FUNCTION_NAMES, topology } from '../../topology/topology.js';
import { actorOf, assertMayCall } from './authentication.js';

const BOTH = ['customer', 'operator'];

const withClaims = (claims: unknown) => ({ authorizer: { jwt: { claims, scopes: null } } });

describe('the caller', () => {
  it('is anyone if no token is required', () => {
    expect(actorOf(withClaims({ sub: 'alice' }), 'open')).toBe(ANYONE);
  });

  it.each([
    ['no group', undefined, ['customer']],
    ['one group', '[operator]', ['customer', 'operator']],
    [
      'two groups, as API Gateway writes them',
      '[operator approver]',
      ['customer', 'operator', 'approver'],
    ],
    ['groups as a list', ['device'], ['customer', 'device']],
    ['a group that is not a role', '[admins]', ['customer']],
    ['a group with the name of a role that no caller can have', '[system]', ['customer']],
    ['a group whose name contains another one', '[not-operator operators]', ['customer']],
    ['a group whose name has a space, and a role in it', '[not operator]', ['customer']],
    ['a group beside an unknown one', '[admins operator]', ['customer']],
    ['the same as a list, where each name is separate', ['admins', 'operator'], BOTH],
    ['a list with a name that has a space', ['not operator'], ['customer']],
    ['the group of every caller, and another one', '[customer operator]', BOTH],
    ['groups without brackets', 'operator', ['customer']],
    ['groups in brackets that are not closed', '[operator', ['customer']],
  ])('is the subject with the roles of %s', (_what, groups, roles) => {
    const actor = actorOf(withClaims({ sub: 'alice', 'cognito:groups': groups }), 'jwt');

    expect(actor).toEqual({ subject: 'alice', roles });
  });

  it.each([
    ['nothing', undefined],
    ['no authorizer', {}],
    ['an authorizer of another kind', { authorizer: { lambda: { sub: 'alice' } } }],
    ['no claims', { authorizer: { jwt: {} } }],
    ['no subject', withClaims({ 'cognito:groups': '[operator]' })],
    ['an empty subject', withClaims({ sub: '' })],
    ['a subject that is not an identifier', withClaims({ sub: 'alice in wonderland' })],
  ])('is refused if the context has %s', (_what, context) => {
    expect(() => actorOf(context, 'jwt')).toThrow(
      expect.objectContaining({ code: 'UNAUTHENTICATED' }),
    );
  });
});

describe('a function that is invoked directly', () => {
  it('accepts the claims in the event without a check of their source', async () => {
    const { call, store } = functionsInMemory({ authentication: 'jwt' });
    const placing = aPlacing({ customerId: 'alice' });
    await store.add(placing, 'hash');
    const { orderId } = placing.order;
    const read = anApiEvent({ method: 'GET', pathParameters: { orderId } });
    const forged = (sub: string) => ({
      ...read,
      requestContext: { ...read.requestContext, ...withClaims({ sub }) },
    });

    expect(await call('order-reader', read)).toMatchObject({ statusCode: 401 });
    expect(await call('order-reader', forged('mallory'))).toMatchObject({ statusCode: 404 });
    expect(await call('order-reader', forged('alice'))).toMatchObject({ body: { orderId } });
  });
});

describe('a route', () => {
  it.each(topology.api.routes)('$method $path allows $callers', ({ function: name, callers }) => {
    const allowed = CALLER_ROLES.filter((role) => {
      try {
        assertMayCall({ subject: 'alice', roles: [role] }, name);
        return true;
      } catch (error) {
        return !hasCode(error, 'FORBIDDEN');
      }
    });

    expect(allowed.sort()).toEqual([...(callers === 'anyone' ? CALLER_ROLES : callers)].sort());
  });

  it.each(FUNCTION_NAMES)('%s has the same callers on each of its routes', (name) => {
    const callers = topology.api.routes.flatMap((route) =>
      route.function === name ? [JSON.stringify(route.callers)] : [],
    );

    expect(new Set(callers).size).toBeLessThanOrEqual(1);
  });
});
