namespace GptOssDev.Changes.Git;

/// <summary>Bounds what git says and what users name for a message of one line.</summary>
internal static class GitText
{
    private const int MaxShown = 200;

    public static string FirstLine(string text) =>
        Shown(
            text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .FirstOrDefault("no message"),
            MaxShown
        );

    public static string Shown(string text, int length) =>
        new([.. text.Take(length).Select(c => char.IsControl(c) ? '?' : c)]);
}
