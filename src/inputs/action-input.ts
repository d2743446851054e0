export const actionInputGroups = [
  'General',
  'Snapshots',
  'Image',
  'Gallery',
  'Pool',
  'Rollout',
] as const
export type ActionInputGroup = (typeof actionInputGroups)[number]

/** How the text of an input becomes a value. Lists: one item a line; `text-or-list`: one line is no list. Maps: `key=value` lines. */
type SettingKind =
  'text' | 'text-or-list' | 'integer' | 'integer-or-auto' | 'boolean' | 'list' | 'map' | 'yaml'

/** An input as its table has it: of kind `text` where it says nothing. */
export type InputRow = Omit<ActionInput, 'group' | 'kind'> & { readonly kind?: SettingKind }

export interface ActionInput {
  readonly name: string
  readonly group: ActionInputGroup
  /** One paragraph for action.yml and the README. */
  readonly description: string
  readonly kind: SettingKind
  readonly default?: string
  /** When there is no run without it, for the page of the inputs. */
  readonly required?: string
  /** The place in the config file that the input stands for, and beats. */
  readonly path?: readonly string[]
}
