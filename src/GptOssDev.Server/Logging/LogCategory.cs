namespace GptOssDev.Server.Logging;

/// <summary>The short names of log categories, as log lines and the setting <c>logLevel</c> have them.</summary>
internal static class LogCategory
{
    /// <summary>The native library's lines.</summary>
    public const string Llama = "llama";

    private const string Server = "GptOssDev.Server.";

    /// <summary>The folder that a type of the server is in, in lower case; any other name as it is.</summary>
    /// <param name="name">A logger's category: for a type its full name.</param>
    public static string Of(string? name)
    {
        if (name is null || !name.StartsWith(Server, StringComparison.Ordinal))
        {
            return name ?? "";
        }
        var rest = name.AsSpan(Server.Length);
        return rest[..Math.Max(rest.IndexOf('.'), 0)].ToString().ToLowerInvariant();
    }
}
