import type { SignInState } from './sign-in-state.ts';

/**
 * What takes the focus when one state follows another, as a selector: the heading of a new step, a banner that appeared, or the field that needs
 * another look. Null leaves the focus where it is.
 */
export function focusAfter(before: SignInState, now: SignInState): string | null {
  if (before === now) return null;
  if (now.step === 'opening' && now.failure === null) return null;
  if (before.step !== now.step) return bannerOf(now) === null ? '#heading' : '.notice-title';
  const banner = bannerOf(now);
  if (banner !== null && banner !== bannerOf(before)) return '.notice-title';
  const problem = 'problem' in now ? now.problem : null;
  const isNew = problem !== null && (!('problem' in before) || before.problem !== problem);
  if (now.step === 'code' && before.step === 'code' && now.isResent && !before.isResent) return '#code';
  return isNew ? `#${fields[now.step as keyof typeof fields]}` : null;
}

const fields = { address: 'email', code: 'code', 'birth-date': 'birth-date' } as const;

/** What stands in a banner, to tell a new one from one that was there. */
function bannerOf(state: SignInState): unknown {
  if ('sending' in state && state.sending.status === 'failed') return state.sending.failure;
  switch (state.step) {
    case 'opening':
      return state.failure;
    case 'unsupported':
      return state.step;
    case 'link':
      return state.isDead ? 'dead' : null;
    case 'address':
      return state.news;
    case 'code':
      return state.problem?.kind === 'expired' || state.problem?.kind === 'exhausted' ? state.problem : null;
    case 'birth-date':
      return state.problem?.kind === 'not-found' ? state.problem : null;
    case 'closed':
    case 'whom':
    case 'signed-in':
      return null;
  }
}
