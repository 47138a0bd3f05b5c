import { PrmError } from './prm-error.ts';

/**
 * Why something could not be kept on this device:
 * - `store-unavailable`: there is no storage here (a private window, a partitioned frame, plain HTTP), or it refused
 * - `store-full`: the device has no room, or too many items wait already
 * - `store-without-key`: nobody has signed in on this device yet, or not for months, so that there is no key to seal to
 * - `item-too-large`: more than 32 KiB of JSON
 */
export type SealedStoreCode = 'store-unavailable' | 'store-full' | 'store-without-key' | 'item-too-large';

const meanings: Readonly<Record<SealedStoreCode, string>> = {
  'store-unavailable': 'This device keeps nothing here',
  'store-full': 'This device has no room for more',
  'store-without-key': 'Nobody has signed in on this device, so that nothing can be sealed',
  'item-too-large': 'What is to be kept is larger than 32 KiB',
};

/** Something was not kept. What it was is not in the error: whoever wanted it kept still has it, and should say so to the person. */
export class SealedStoreError extends PrmError {
  override get name(): 'SealedStoreError' {
    return 'SealedStoreError';
  }

  declare readonly code: SealedStoreCode;

  constructor(code: SealedStoreCode) {
    super(meanings[code], code);
  }
}
