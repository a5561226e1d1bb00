import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { App } from './app.js';
import { config } from './state/config.js';

/** The console or, where a run of the simulation is served, that run. */
export function Root() {
  const { place } = config.value ?? {};
  if (place === undefined) return <p class="connecting">Connecting to the platform…</p>;
  return place === 'simulation' ? <Simulation /> : <App />;
}

/** The code for a simulated run is loaded only where there is one. */
function Simulation() {
  const [loaded, setLoaded] = useState<{ readonly SimulationPage: ComponentType }>();
  useEffect(() => {
    void import('./simulation/simulation-page.js').then(setLoaded);
  }, []);
  return loaded === undefined ? null : <loaded.SimulationPage />;
}
