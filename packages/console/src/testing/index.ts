export { accessibilityViolations } from './accessibility.js';
export { describeInBrowser, type Describe } from './in-browser.js';
export {
  LOOKS,
  openConsole,
  startBrowser,
  type OpenedConsole,
  type OpenOptions,
} from './open-console.js';
