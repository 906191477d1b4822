using System.Collections.Immutable;
using GptOssDev.Server.Host;

namespace GptOssDev.Server.Rpc;

/// <summary>The documents that one client has open, by URI. Immutable: a request keeps the state of its turn. Bounded in number.</summary>
internal sealed record OpenDocuments
{
    private const int MaxDocuments = 2000;
    private readonly ImmutableDictionary<string, OpenDocument> _byUri;

    private OpenDocuments(ImmutableDictionary<string, OpenDocument> byUri) => _byUri = byUri;

    public static OpenDocuments None { get; } =
        new(ImmutableDictionary.Create<string, OpenDocument>(StringComparer.Ordinal));

    public int Count => _byUri.Count;

    public IEnumerable<OpenDocument> All => _byUri.Values;

    public OpenDocument? Find(string uri) => _byUri.GetValueOrDefault(uri);

    /// <summary>With this document added, or in place of the one with its URI.</summary>
    /// <exception cref="ServerException"><see cref="ServerFailure.Busy"/>: too many documents are open.</exception>
    public OpenDocuments With(OpenDocument document) =>
        _byUri.Count < MaxDocuments || _byUri.ContainsKey(document.Uri)
            ? new OpenDocuments(_byUri.SetItem(document.Uri, document))
            : throw new ServerException(
                ServerFailure.Busy,
                $"{MaxDocuments} documents are open already: close some in the editor"
            );

    public OpenDocuments Without(string uri) => new(_byUri.Remove(uri));
}
