using GptOssDev.Contracts;
using GptOssDev.Platform.Files;
using GptOssDev.Server.Host;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Documents;

/// <summary>The document that an editor's command speaks of, as it was in the command's turn.</summary>
/// <param name="Path">Absolute.</param>
internal sealed record EditorTarget(string Uri, string Path)
{
    /// <param name="version">What the editor's user looks at; null does not look.</param>
    /// <exception cref="ServerException">The URI names no file, or the document is another one by now.</exception>
    public static EditorTarget Of(string uri, int? version, RequestContext context)
    {
        var path =
            DocumentUris.ToPath(uri)
            ?? throw new ServerException(ServerFailure.BadParams, $"'{Short(uri)}' names no file of this machine");
        var open = context.Documents.Find(uri);
        if (version is { } wanted && open?.Version != wanted)
        {
            throw new ServerException(
                ServerFailure.ContentModified,
                open is null
                    ? $"{path}: is not open here, so version {wanted} is unknown: open it again"
                    : $"{path}: is at version {open.Version}, not {wanted} any more: ask again"
            );
        }
        return new EditorTarget(uri, path);
    }

    /// <summary>The whole lines that a selection touches; a selection that ends before a line's first character leaves that line out.</summary>
    public static LineSpan Lines(GptOssDev.Contracts.Range range) =>
        new(
            range.Start.Line + 1,
            range.End.Line + (range.End is { Character: 0 } end && end.Line > range.Start.Line ? 0 : 1)
        );

    /// <summary>Its text: the editor's, else the disk's; null when it cannot be read.</summary>
    public string? Text(RequestContext context) =>
        context.Documents.Find(Uri)?.Text ?? SourceFile.Read(Path).File?.Text;

    private static string Short(string uri) => uri.Length <= 200 ? uri : uri[..200] + "…";
}
