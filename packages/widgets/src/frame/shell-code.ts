import type { ShellCode } from './frame-controller.ts';
import { FrameShell } from './frame-shell.ts';
import type { FramedElement, HostSide } from './framed-element.ts';
import { shellSettings } from './shell-settings.ts';

/** The shell of a framed element. */
export const shellCode = (framed: FramedElement, hostSide: HostSide): ShellCode => ({
  createShell: (host) => new FrameShell(host, framed, hostSide),
  settingsOf: shellSettings(framed),
});
