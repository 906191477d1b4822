namespace GptOssDev.Tests.Bench.Engine;

/// <summary>One chat or review of an <see cref="OfficeLoad"/>.</summary>
/// <param name="Place">The same for all jobs of one person; from 1.</param>
internal sealed record OfficeJob(int Place, int[] Prompt, int Tokens, bool IsReview);
