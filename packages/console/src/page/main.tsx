import { render } from 'preact';

import { App } from './app.js';
import { loadConfig } from './state/config.js';

const root = document.querySelector('#console');
if (root === null) throw new Error('The page has no element for the console.');
render(<App />, root);
void loadConfig();
