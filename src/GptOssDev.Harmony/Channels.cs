namespace GptOssDev.Harmony;

/// <summary>The channels of the harmony format.</summary>
public static class Channels
{
    /// <summary>Chain of thought; not for the user.</summary>
    public const string Analysis = "analysis";

    /// <summary>Tool calls and, without a recipient, a preamble for the user.</summary>
    public const string Commentary = "commentary";

    /// <summary>The answer for the user.</summary>
    public const string Final = "final";

    /// <summary>All of them, in the order in which a system message lists them.</summary>
    public static IReadOnlyList<string> All { get; } = [Analysis, Commentary, Final];
}
