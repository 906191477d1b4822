using GptOssDev.Inference;

namespace GptOssDev.Features.Completion.Sessions;

/// <summary>
/// The documents that editors type in, each with its suggestions. Bounded: the document longest not typed in goes first. Any
/// thread.
/// </summary>
public sealed class InlineCompletionSessions(CompletionFeature feature, InlineCompletionSettings options)
{
    private const int MaxDocuments = 64;
    private readonly Lock _gate = new();
    private readonly AdaptiveDebounce _pause = new();
    private readonly LinkedList<(InlineCompletionDocument Document, InlineCompletionSession Typing)> _documents = new();

    /// <summary>Suggestions at a cursor of a document.</summary>
    /// <exception cref="FeatureException">Bad input: the position lies outside the text.</exception>
    /// <exception cref="InferenceException">The model cannot be loaded or run.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task<InlineCompletionOutcome> CompleteAsync(
        InlineCompletionDocument document,
        InlineCompletionRequest request,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(request);
        return Take(document).CompleteAsync(request, cancellationToken);
    }

    /// <summary>A document has another text: what runs for it and does not agree ends at once.</summary>
    public void Changed(InlineCompletionDocument document, string text) => Find(document)?.Changed(text);

    /// <summary>A document was closed: what runs for it ends.</summary>
    public void Closed(InlineCompletionDocument document) => Remove(d => d == document);

    /// <summary>A client has gone: what runs for its documents ends.</summary>
    public void ClientDisconnected(long client) => Remove(d => d.Client == client);

    private InlineCompletionSession? Find(InlineCompletionDocument document)
    {
        lock (_gate)
        {
            return _documents.FirstOrDefault(d => d.Document == document).Typing;
        }
    }

    private InlineCompletionSession Take(InlineCompletionDocument document)
    {
        InlineCompletionSession? dropped = null;
        lock (_gate)
        {
            var known = _documents.FirstOrDefault(d => d.Document == document);
            var typing = known.Typing ?? new InlineCompletionSession(feature, _pause, options);
            if (known.Typing is not null)
            {
                _documents.Remove(known);
            }
            _documents.AddFirst((document, typing));
            if (_documents.Count > MaxDocuments)
            {
                dropped = _documents.Last!.Value.Typing;
                _documents.RemoveLast();
            }
            dropped?.Stop();
            return typing;
        }
    }

    private void Remove(Func<InlineCompletionDocument, bool> which)
    {
        lock (_gate)
        {
            foreach (var gone in _documents.Where(d => which(d.Document)).ToList())
            {
                _documents.Remove(gone);
                gone.Typing.Stop();
            }
        }
    }
}

/// <summary>A document in one client's editor.</summary>
public sealed record InlineCompletionDocument(long Client, string Uri);
