export { accessibilityViolations } from './accessibility.js';
export { chromium, type Chromium } from './chromium.js';
export { openConsole, startBrowser, type OpenedConsole, type OpenOptions } from './open-console.js';
