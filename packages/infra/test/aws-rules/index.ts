import { API_RULES } from './api.js';
import { CALLER_RULES } from './callers.js';
import { FUNCTION_RULES } from './functions.js';
import { MAPPING_RULES } from './mappings.js';
import { MESSAGING_RULES } from './messaging.js';
import { MONITORING_RULES } from './monitoring.js';
import type { AwsRule } from './rule.js';
import { STACK_RULES } from './stack.js';
import { STORAGE_RULES } from './storage.js';

/** The rules, by their sections in the document. */
export const AWS_RULES: Readonly<Record<string, readonly AwsRule[]>> = {
  'The stack and its roles': STACK_RULES,
  'The HTTP API': API_RULES,
  Functions: FUNCTION_RULES,
  'Event source mappings': MAPPING_RULES,
  'Queues, the bus, topics and the workflow': MESSAGING_RULES,
  'Tables and keys': STORAGE_RULES,
  Callers: CALLER_RULES,
  'Alarms, rollouts and costs': MONITORING_RULES,
};
