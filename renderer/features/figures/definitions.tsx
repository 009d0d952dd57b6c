/** 指标口径: what each figure is, in words that can be read aloud and printed (hotline.md §8). */
import { FIGURE_DEFINITIONS, PERIOD_DEFINITION } from '../../../shared/hotline/figure-definitions.ts';
import { term } from '../../../shared/hotline/glossary.ts';
import { FIGURES } from '../../../shared/hotline/unit-figures.ts';

export function Definitions() {
  return (
    <details className="figure-definitions">
      <summary>指标口径</summary>
      <p>{PERIOD_DEFINITION}</p>
      <dl>
        {FIGURES.map((name) => (
          <div key={name}>
            <dt>{term('figure', name)}</dt>
            <dd>{FIGURE_DEFINITIONS[name]}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
