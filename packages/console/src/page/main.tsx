import { render } from 'preact';

import { Root } from './root.js';
import { loadConfig } from './state/config.js';

const root = document.querySelector('#console');
if (root === null) throw new Error('The page has no element for the console.');
render(<Root />, root);
void loadConfig();
