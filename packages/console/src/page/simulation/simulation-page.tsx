import { useEffect, useRef, useState } from 'preact/hooks';

import { asApiError } from '../state/resource.js';
import { call, type ApiError } from '../api/client.js';
import { Drawing } from '../live/drawing.js';
import { countsOf } from '../live/node-counts.js';
import { nodeOf, picture } from '../live/picture-data.js';
import { CopyButton } from '../parts/copy-button.js';
import { Loading, Problem } from '../parts/message.js';
import { location, linkWith, replaceParameters } from '../state/location.js';
import type { Step, Story } from '../../story.js';
import { nodeIdOf } from './node-of-part.js';

/** One run of the simulation, step by step: the same picture, each fault marked. */
export function SimulationPage() {
  const [story, setStory] = useState<Story>();
  const [error, setError] = useState<ApiError>();
  useEffect(() => {
    call<Story>('simulation.json').then(setStory, (reason: unknown) =>
      setError(asApiError(reason)),
    );
  }, []);
  return (
    <main class="view simulation">
      <Problem error={error} />
      {story === undefined && error === undefined && <Loading />}
      {story !== undefined && <StoryView story={story} />}
    </main>
  );
}

function StoryView({ story }: { readonly story: Story }) {
  const { seed, mutant, broken, replay, steps } = story;
  const index = Math.min(currentStep(), steps.length - 1);
  const step = steps[index];

  useEffect(() => {
    document.title = `Seed ${seed} · Serverless Snacks`;
    const onKey = (event: KeyboardEvent): void => {
      if (event.target instanceof HTMLInputElement) return;
      const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (move !== undefined) goTo(currentStep() + move, steps.length);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [seed, steps.length]);

  return (
    <>
      <h1>
        Seed {seed}
        {mutant !== undefined && `: ${mutant}`}
      </h1>
      {broken === undefined ? (
        <p class="notice notice-good">No invariant was broken in {steps.length} steps.</p>
      ) : (
        <p class="notice notice-error">
          <strong>{broken.invariant}</strong> {broken.message}
        </p>
      )}
      <div class="toolbar">
        <button type="button" class="button" onClick={() => goTo(currentStep() - 1, steps.length)}>
          Back
        </button>
        <button
          type="button"
          class="button button-main"
          onClick={() => goTo(currentStep() + 1, steps.length)}
        >
          Next
        </button>
        <button
          type="button"
          class="button"
          onClick={() => goTo(nextFault(steps, index), steps.length)}
        >
          Next fault
        </button>
        <label class="field">
          <span>
            Step {index + 1} of {steps.length}
          </span>
          <input
            type="range"
            min="0"
            max={steps.length - 1}
            value={index}
            onInput={({ currentTarget }) => goTo(Number(currentTarget.value), steps.length)}
          />
        </label>
        <CopyButton label="Copy the command" text={() => replay} />
      </div>
      {step !== undefined && <StepText step={step} />}
      <div class="live">
        <StepPicture step={step} />
        <StepList steps={steps} index={index} />
      </div>
    </>
  );
}

function StepText({ step: { at, text, fault } }: { readonly step: Step }) {
  return (
    <p class={fault === undefined ? 'notice' : 'notice notice-error'} role="status">
      <span>
        {at} <strong>{text}</strong>
      </span>
      {fault !== undefined && <span>fault: {fault}</span>}
    </p>
  );
}

/** The step in the URL: also for a key that comes before the page has drawn the last step. */
function currentStep(): number {
  return Number(location.value.parameters.step ?? 0);
}

function goTo(index: number, count: number): void {
  const step = Math.max(0, Math.min(index, count - 1));
  replaceParameters({ step: String(step) });
}

function nextFault(steps: readonly Step[], index: number): number {
  const next = steps.findIndex(({ fault }, at) => at > index && fault !== undefined);
  return next === -1 ? index : next;
}

function StepPicture({ step }: { readonly step: Step | undefined }) {
  const from = nodeIdOf(step?.from, picture.nodes);
  const to = nodeIdOf(step?.to, picture.nodes);
  const failed = step?.fault === undefined ? '' : ' node-failed';
  const [start, end] = [nodeOf(from), nodeOf(to)];
  return (
    <Drawing
      label="The step in the picture"
      centre={to ?? from}
      countsOf={(node) => countsOf(node, undefined)}
      nodeClass={({ id }) =>
        id === to ? `node-chosen${failed}` : id === from ? 'node-from' : 'dimmed'
      }
      edgeClass={() => 'dimmed'}
    >
      {start !== undefined && end !== undefined && (
        <line
          class={step?.fault === undefined ? 'step-arrow' : 'step-arrow step-arrow-failed'}
          x1={start.x}
          y1={start.y}
          x2={end.x}
          y2={end.y}
        />
      )}
    </Drawing>
  );
}

function StepList({ steps, index }: { readonly steps: readonly Step[]; readonly index: number }) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.children[index]?.scrollIntoView({ block: 'nearest' });
  }, [index]);
  return (
    <ol class="steps card" ref={list} tabIndex={0} aria-label="Steps">
      {steps.map(({ at, text, fault }, position) => (
        <li key={position} class={fault === undefined ? undefined : 'step-failed'}>
          <a
            href={linkWith({ step: String(position) })}
            aria-current={position === index ? 'step' : undefined}
          >
            <span class="muted">{at}</span> {text}
          </a>
        </li>
      ))}
    </ol>
  );
}
