import type { RedFlag } from '@openprm/sdk';
import type { RuleItem, RuleStop, RulesState, Shared, Visit, WhenState } from '../booking-state.ts';
import type { BookingEvent } from '../events-and-commands.ts';
import { go, noHold, type Reduction, stay } from '../first/reduction.ts';
import { asksFirst, serviceOf } from '../first/visit-selectors.ts';

/** The flow without this step. */
type Reduce = (state: WhenState, event: BookingEvent) => Reduction;

/** Times that have something to be asked before them wait behind it; what was asked for them goes on meanwhile. */
export function askFirst({ state, commands }: Reduction, asked: Asked = unasked): Reduction {
  if (state.step !== 'when' || !asksFirst(state)) return { state, commands };
  const { step: _step, replaces: _replaces, holding: _holding, ...rest } = state;
  return { state: { ...rest, step: 'rules', ...asked }, commands };
}

/** What this step knows beside the times behind it. */
type Asked = Pick<RulesState, 'applying' | 'newest'>;

const unasked: Asked = { applying: [], newest: null };

/** What comes before the times. What is not about it is about the times behind it. */
export function reduceRules(state: RulesState, event: BookingEvent, reduce: Reduce): Reduction {
  switch (event.type) {
    case 'rule-chosen': {
      const { item, applies } = event;
      const others = state.applying.filter((each) => each !== item);
      return stay({ ...state, applying: applies ? [...others, item] : others, newest: item });
    }
    case 'times-asked':
      // What applies leads elsewhere.
      return stopsOf(state).length > 0
        ? stay(state)
        : stay({ ...whenOf(state), cleared: state.visit.healthcareServiceId });
    default: {
      const times = whenOf(state);
      const next = reduce(times, event);
      return next.state === times
        ? go(state, ...next.commands)
        : askFirst(next, { applying: state.applying, newest: state.newest });
    }
  }
}

function whenOf({ applying: _applying, newest: _newest, ...rest }: RulesState): WhenState {
  return { ...rest, step: 'when', replaces: null, holding: noHold };
}

/** What the visit needs of whom it is for. */
export type Need = 'seen' | 'age' | 'referral';

/** One line of what may stand in the way, and where it leads: a red flag in the clinic's words, or what the visit needs. */
export type Rule =
  | { readonly item: Exclude<RuleItem, Need>; readonly stop: Exclude<RuleStop, Need>; readonly flag: RedFlag }
  | { readonly item: Need; readonly stop: Need; readonly flag: null };

/** All that may stand in the way of a visit: first what cannot wait. */
export function rulesOf(state: Shared & { readonly visit: Visit }): readonly Rule[] {
  const service = serviceOf(state, state.visit);
  if (!service) return [];
  const { eligibility, referralMethod, redFlags } = service;
  const flags = redFlags.map((flag, place): Rule => ({ item: `flag-${place}`, stop: adviceOf(flag), flag }));
  const needs: Readonly<Record<Need, boolean>> = {
    seen: eligibility?.patients === 'new' || eligibility?.patients === 'existing',
    age: eligibility !== null && (eligibility.minimumAge !== null || eligibility.maximumAge !== null),
    referral: referralMethod.length > 0,
  };
  return order.flatMap((stop) => {
    if (stop === 'seen' || stop === 'age' || stop === 'referral')
      return needs[stop] ? [{ item: stop, stop, flag: null }] : [];
    return flags.filter((rule) => rule.stop === stop);
  });
}

const order = ['emergency', 'crisis', 'clinic', 'seen', 'age', 'referral'] as const satisfies readonly RuleStop[];

/** Where a red flag leads. An advice of a later version is the clinic's to give. */
const adviceOf = ({ advice }: RedFlag): Exclude<RedFlag['advice'], 'unknown'> =>
  advice === 'unknown' ? 'clinic' : advice;

/** Why this visit is not the right one, by what applies; the gravest first. */
export function stopsOf(state: RulesState): readonly RuleStop[] {
  const applying = rulesOf(state).filter(({ item }) => state.applying.includes(item));
  return [...new Set(applying.map(({ stop }) => stop))];
}

/** The stop to which the line leads that was touched last; null where it does not apply. */
export function newestStop(state: RulesState): RuleStop | null {
  const { newest, applying } = state;
  if (newest === null || !applying.includes(newest)) return null;
  return rulesOf(state).find(({ item }) => item === newest)?.stop ?? null;
}
