import { type Buyer, fitLifetimeModel, type LifetimeModel } from '@likeness/core';
import { type PeopleEdge, type Ranked, rankPeople } from './rank-people.ts';

/** Work over a whole population: seconds of computing, which must not hold up the thread that takes events. */
export type PopulationTask =
  | { readonly what: 'fit-lifetime'; readonly buyers: readonly Buyer[] }
  | { readonly what: 'rank-people'; readonly edges: readonly PeopleEdge[] };

/** What each task answers. */
export interface PopulationAnswers {
  readonly 'fit-lifetime': LifetimeModel | undefined;
  readonly 'rank-people': readonly Ranked[];
}

/** Does a task, in whichever thread it is called. */
export function doPopulationTask(task: PopulationTask): PopulationAnswers[PopulationTask['what']] {
  switch (task.what) {
    case 'fit-lifetime':
      return fitLifetimeModel(task.buyers);
    case 'rank-people':
      return rankPeople(task.edges);
  }
}
