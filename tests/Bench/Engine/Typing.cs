namespace GptOssDev.Tests.Bench.Engine;

/// <summary>A person who types at the end of a long file: the same long prompt each time, and a few new tokens.</summary>
internal sealed class Typing(PromptSource prompts)
{
    public const int CachedTokens = 1500;
    public const int NewTokens = 20;

    /// <summary>Ghost text is short.</summary>
    public const int Generated = 8;

    private readonly int[] _file = prompts.Next(CachedTokens);

    /// <summary>The prompt of the next keystroke.</summary>
    public int[] Next() => [.. _file, .. prompts.More(NewTokens)];
}
