/** How large a form may be. A form beyond it is refused. */
export interface FormLimits {
  /** Objects and lists within one another. */
  readonly depth: number;
  /** Objects and lists in all. */
  readonly nodes: number;
}

export const formLimits: FormLimits = { depth: 80, nodes: 200_000 };
