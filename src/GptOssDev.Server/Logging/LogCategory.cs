namespace GptOssDev.Server.Logging;

/// <summary>The short names of log categories, as log lines and the setting <c>logLevel</c> have them.</summary>
internal static class LogCategory
{
    /// <summary>The native library's lines.</summary>
    public const string Llama = "llama";

    private const string Server = "GptOssDev.Server.";
    private const string Host = "host";

    /// <summary>The folder of a type of the server in lower case; "host" for types in no folder; any other name unchanged.</summary>
    /// <param name="name">A logger's category: for a type its full name.</param>
    public static string Of(string? name)
    {
        if (name is null || !name.StartsWith(Server, StringComparison.Ordinal))
        {
            return name ?? "";
        }
        var rest = name.AsSpan(Server.Length);
        return rest.IndexOf('.') is var dot and > 0 ? rest[..dot].ToString().ToLowerInvariant() : Host;
    }
}
