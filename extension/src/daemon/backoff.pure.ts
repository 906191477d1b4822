/**
 * How long to wait before a lost connection is tried again: longer after each failure in a row, at once after a connection
 * that had lasted. Also decides when to tell the user: once per outage, and only when the first retries were in vain.
 */
export class Backoff {
  private failures = 0;

  public constructor(
    private readonly firstMs = 250,
    private readonly longestMs = 30_000,
    private readonly toldAfter = 3,
  ) {}

  /** A connection worked: the next outage starts anew. */
  public succeeded(): void {
    this.failures = 0;
  }

  /** A connection failed or was lost. */
  public failed(): { waitMs: number; tell: boolean } {
    const waitMs = Math.min(this.longestMs, this.firstMs * 2 ** this.failures);
    this.failures++;
    return { waitMs, tell: this.failures === this.toldAfter };
  }
}
