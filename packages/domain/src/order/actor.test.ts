import { describe, expect, it } from '@jest/globals';
import {
  actorName,
  ANYONE,
  mayChange,
  mayDecide,
  maySee,
  systemActor,
  type Actor,
} from './actor.js';

const MINE = { customerId: 'alice' };
const THEIRS = { customerId: 'bob' };
const UNOWNED = {};

const customer: Actor = { subject: 'alice', roles: ['customer'] };
const operator: Actor = { subject: 'alice', roles: ['operator'] };
const approver: Actor = { subject: 'alice', roles: ['approver'] };
const anonymous: Actor = { roles: ['customer'] };
const platform = systemActor('order-processor');

describe.each([
  {
    who: 'a customer',
    actor: customer,
    order: 'their own',
    of: MINE,
    see: true,
    change: true,
    decide: false,
  },
  {
    who: 'a customer',
    actor: customer,
    order: "another's",
    of: THEIRS,
    see: false,
    change: false,
    decide: false,
  },
  {
    who: 'a customer',
    actor: customer,
    order: "an anonymous customer's",
    of: UNOWNED,
    see: false,
    change: false,
    decide: false,
  },
  {
    who: 'an operator',
    actor: operator,
    order: "another's",
    of: THEIRS,
    see: true,
    change: true,
    decide: false,
  },
  {
    who: 'an operator',
    actor: operator,
    order: "an anonymous customer's",
    of: UNOWNED,
    see: true,
    change: true,
    decide: false,
  },
  {
    who: 'an approver',
    actor: approver,
    order: "another's",
    of: THEIRS,
    see: true,
    change: false,
    decide: true,
  },
  {
    who: 'an approver',
    actor: approver,
    order: 'their own',
    of: MINE,
    see: true,
    change: true,
    decide: false,
  },
  {
    who: 'an anonymous caller',
    actor: anonymous,
    order: "an anonymous customer's",
    of: UNOWNED,
    see: false,
    change: false,
    decide: false,
  },
  {
    who: 'an anonymous caller',
    actor: anonymous,
    order: "another's",
    of: THEIRS,
    see: false,
    change: false,
    decide: false,
  },
  {
    who: 'the platform',
    actor: platform,
    order: "another's",
    of: THEIRS,
    see: true,
    change: true,
    decide: false,
  },
  {
    who: 'any caller without authentication',
    actor: ANYONE,
    order: "another's",
    of: THEIRS,
    see: true,
    change: true,
    decide: true,
  },
])('$who, for $order order', ({ actor, of, see, change, decide }) => {
  it(`may see it: ${see}, change it: ${change}, decide on it: ${decide}`, () => {
    expect({
      see: maySee(actor, of),
      change: mayChange(actor, of),
      decide: mayDecide(actor, of),
    }).toEqual({ see, change, decide });
  });
});

describe('a function of the platform', () => {
  it('has its name as subject, and only the role system', () => {
    expect(systemActor('order-sweeper')).toEqual({ subject: 'order-sweeper', roles: ['system'] });
  });
});

describe("an actor's name in the history", () => {
  it('is its subject, or anonymous', () => {
    expect([customer, platform, ANYONE].map(actorName)).toEqual([
      'alice',
      'order-processor',
      'anonymous',
    ]);
  });
});
