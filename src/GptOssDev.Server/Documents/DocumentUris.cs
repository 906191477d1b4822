using GptOssDev.Contracts;

namespace GptOssDev.Server.Documents;

/// <summary>LSP's document URIs. Pure.</summary>
internal static class DocumentUris
{
    /// <summary>The absolute path of a <c>file:</c> URI; null for every other one, and for one that no file can have.</summary>
    public static string? ToPath(string uri) =>
        // A bare path would count as a file URI too, with its percent signs read as escapes.
        uri.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
        && Uri.TryCreate(uri, UriKind.Absolute, out var parsed)
        && parsed.IsFile
        && parsed.LocalPath is var path
        && Path.IsPathFullyQualified(path)
        && !path.Contains('\0')
            ? path
            : null;

    /// <summary>The paths of those folders that lie on this machine.</summary>
    public static IEnumerable<string> Folders(IReadOnlyList<WorkspaceFolder>? folders) =>
        (folders ?? []).Select(f => ToPath(f.Uri)).OfType<string>().Select(Path.TrimEndingDirectorySeparator);
}
