/** Runs after the tests. */
export { removeTemplates as default } from './synthesise-templates.mjs';
