namespace GptOssDev.Server.Workspaces;

/// <summary>LSP's document URIs. Pure.</summary>
internal static class DocumentUris
{
    /// <summary>The absolute path of a <c>file:</c> URI; null for every other one.</summary>
    public static string? ToPath(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed) && parsed.IsFile ? parsed.LocalPath : null;
}
