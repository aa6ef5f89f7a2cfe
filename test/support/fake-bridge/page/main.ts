import { createFakeBridge, type FakeBridge } from '../fake-bridge.ts';
import { scenarioOf } from '../scenario.ts';

declare global {
  interface Window {
    /** The fake behind the window, for specs to fail a command or send an event. */
    fake?: FakeBridge;
  }
}

const bridge = createFakeBridge(scenarioOf(window.location.search));
window.fake = bridge;
window.nightkeep = bridge;
// Only now: the renderer looks for the bridge when it starts.
await import('../../../../src-renderer/main.tsx');
