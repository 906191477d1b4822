using System.Text.Json;
using GptOssDev.Client;
using GptOssDev.Contracts;
using Range = GptOssDev.Contracts.Range;

namespace GptOssDev.Tests.Bench.Typing;

/// <summary>An editor with one open document, in which text is typed between what stands before and behind the cursor.</summary>
internal sealed class TypingEditor(DaemonClient client, string path, string before, string after)
{
    private readonly string _uri = new Uri(path).AbsoluteUri;
    private string _before = before;
    private int _version = 1;

    public async Task OpenAsync(string folder, CancellationToken cancel)
    {
        var options = JsonSerializer.SerializeToElement(
            new EditorOptions(Trusted: true),
            ProtocolJson.Default.EditorOptions
        );
        await client.CallAsync(
            Methods.Initialize,
            new InitializeParams(RootUri: new Uri(folder).AbsoluteUri, InitializationOptions: options),
            ProtocolJson.Default.InitializeParams,
            ProtocolJson.Default.InitializeResult,
            cancel
        );
        await client.NotifyAsync(Methods.Initialized, new EmptyParams(), ProtocolJson.Default.EmptyParams, cancel);
        await client.NotifyAsync(
            Methods.DidOpen,
            new DidOpenParams(new TextDocumentItem(_uri, "csharp", _version, _before + after)),
            ProtocolJson.Default.DidOpenParams,
            cancel
        );
    }

    public async Task TypeAsync(string text, CancellationToken cancel)
    {
        var place = Cursor();
        _before += text;
        await client.NotifyAsync(
            Methods.DidChange,
            new DidChangeParams(
                new TextDocumentIdentifier(_uri, ++_version),
                [new ContentChange(text, new Range(place, place))]
            ),
            ProtocolJson.Default.DidChangeParams,
            cancel
        );
    }

    /// <summary>What is suggested at the cursor; empty for nothing.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, as the next key cancels.</exception>
    public async Task<string> AskAsync(CancellationToken cancel)
    {
        var place = Cursor();
        var list = await client.CallAsync(
            Methods.InlineCompletion,
            new InlineCompletionParams(new TextDocumentIdentifier(_uri), place, new InlineCompletionContext(2), true),
            ProtocolJson.Default.InlineCompletionParams,
            ProtocolJson.Default.InlineCompletionList,
            cancel
        );
        if (list.Items is not [var item, ..])
        {
            return "";
        }
        return item.Range.Start == place
            ? item.InsertText
            : throw new BenchmarkException($"an item for {item.Range.Start} came to a cursor at {place}");
    }

    public Task<StatsResult> CountsAsync(CancellationToken cancel) =>
        client.CallAsync(
            Methods.Stats,
            new EmptyParams(),
            ProtocolJson.Default.EmptyParams,
            ProtocolJson.Default.StatsResult,
            cancel
        );

    private Position Cursor() => new(_before.Count(c => c == '\n'), _before.Length - _before.LastIndexOf('\n') - 1);
}
