/** A suggestion as it was shown. Text before and after the cursor are those of its line. */
export interface ShownSuggestion {
  uri: string;
  version: number;
  line: number;
  before: string;
  after: string;
  /** What the suggestion would insert at the cursor. */
  text: string;
}

/** The place a suggestion is wanted at, now. */
export interface CursorContext {
  uri: string;
  version: number;
  /** The text from the line the suggestion was shown at up to the cursor. */
  line: number;
  textSince: (line: number) => string;
  after: string;
}

/**
 * How much of a shown suggestion the user has typed since.
 * @returns the number of its UTF-16 units before the cursor, 0 when nothing changed; null when what was typed is something
 * else, all of it was typed, or the document changed at another place too
 */
export function typedAlong(shown: ShownSuggestion, now: CursorContext): number | null {
  if (shown.uri !== now.uri || now.line < shown.line || now.after !== shown.after) return null;
  const text = now.textSince(shown.line);
  if (!text.startsWith(shown.before)) return null;
  const typed = text.slice(shown.before.length);
  // Each edit that types along adds at least one unit: more edits than units were made elsewhere or taken back.
  if (now.version - shown.version > typed.length) return null;
  return typed.length < shown.text.length && shown.text.startsWith(typed) ? typed.length : null;
}
