import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import { App } from './app.js';
import { SignInPage } from './sign-in/sign-in-page.js';
import { config } from './state/config.js';
import { ending, session } from './state/session.js';

/** The console or, where a run of the simulation is served, that run. */
export function Root() {
  const { place, auth } = config.value ?? {};
  const entered = useRef(false);
  if (place === undefined) return <p class="connecting">Connecting to the platform…</p>;
  if (place === 'simulation') return <Simulation />;
  const signedIn = session.value !== undefined && (ending.value === undefined || entered.current);
  if (auth === true && !signedIn) return <SignInPage />;
  entered.current = true; // from now on the page stays, also while the person signs in again
  return <App />;
}

/** The code for a simulated run is loaded only where there is one. */
function Simulation() {
  const [loaded, setLoaded] = useState<{ readonly SimulationPage: ComponentType }>();
  useEffect(() => {
    void import('./simulation/simulation-page.js').then(setLoaded);
  }, []);
  return loaded === undefined ? null : <loaded.SimulationPage />;
}
