using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Contracts;
using GptOssDev.Features;
using GptOssDev.Server.Documents;
using GptOssDev.Server.Host;
using GptOssDev.Server.Logging;
using GptOssDev.Server.Progress;
using GptOssDev.Server.Rpc;
using GptOssDev.Server.Session;
using GptOssDev.Server.Stats;
using GptOssDev.Tests.Unit.Features;
using GptOssDev.Tests.Unit.Rpc;
using Microsoft.Extensions.Logging;
using Xunit;

namespace GptOssDev.Tests.Unit.Server;

/// <summary>An editor's documents and streamed answers, from bytes to handlers. Every test ends with no message unread.</summary>
public sealed class LspSessionTests : IDisposable
{
    private const string OnDisk = "class OnDisk;\n";
    private readonly TemporaryFolder _folder = new();
    private readonly DaemonLog _log;
    private readonly StatsStore _counters;
    private readonly ClientSession _session = new(1);
    private readonly string _file;
    private readonly string _uri;
    private int _requests;
    private int _version;

    public LspSessionTests()
    {
        _log = new DaemonLog(new LogFile(_folder.Path, "d", new LogLimits(), TimeProvider.System));
        _counters = new StatsStore(
            Path.Join(_folder.Path, "stats.json"),
            _log.CreateLogger<StatsStore>(),
            TimeProvider.System
        );
        var code = Directory.CreateDirectory(Path.Join(_folder.Path, "code")).FullName;
        _file = Path.Join(code, "A B.cs");
        File.WriteAllText(_file, OnDisk);
        _uri = new Uri(_file).AbsoluteUri;
    }

    public void Dispose()
    {
        _counters.Dispose();
        _log.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Initialize_tells_what_the_server_can_and_keeps_the_folder()
    {
        await using var peer = Peer();
        var root = new Uri(Path.GetDirectoryName(_file)!).AbsoluteUri;

        var result = await AskAsync(
            peer,
            "initialize",
            $$$"""{"processId":null,"rootUri":null,"capabilities":{},"workspaceFolders":[{"uri":"{{{root}}}","name":"x"}],"initializationOptions":{"trusted":true}}"""
        );

        var capabilities = result.GetProperty("capabilities");
        Assert.Equal("utf-16", capabilities.GetProperty("positionEncoding").GetString());
        Assert.Equal(2, capabilities.GetProperty("textDocumentSync").GetProperty("change").GetInt32());
        Assert.True(capabilities.GetProperty("inlineCompletionProvider").GetBoolean());
        Assert.Equal(
            new WorkspaceScope(Path.GetDirectoryName(_file), Trusted: true),
            _session.Folders.ScopeOf(_file, _ => false)
        );
    }

    [Fact]
    public async Task Document_is_the_editors_from_open_to_close()
    {
        await using var peer = Peer();
        Assert.Equal(OnDisk, await TextAsync(peer));
        await OpenAsync(peer, "class A\r\n{\r\n}\r\n");
        Assert.Equal("class A\r\n{\r\n}\r\n", await TextAsync(peer));
        await ChangeAsync(peer, Edit(1, 1, 1, 1, "int x;"), Edit(0, 6, 0, 7, "B"));
        Assert.Equal("class B\r\n{int x;\r\n}\r\n", await TextAsync(peer));
        await ChangeAsync(peer, """{"text":"class Whole;"}""");
        Assert.Equal("class Whole;", await TextAsync(peer));
        Assert.Equal(OnDisk, await File.ReadAllTextAsync(_file));
        await peer.SendAsync(Notification("didClose", $$$"""{"textDocument":{"uri":"{{{_uri}}}"}}"""));
        Assert.Equal(OnDisk, await TextAsync(peer));
        Assert.Equal(0, _session.Documents.Count);
    }

    [Fact]
    public async Task Change_outside_the_text_drops_the_document_and_the_disk_counts()
    {
        await using var peer = Peer();
        await OpenAsync(peer, "class A;");
        await ChangeAsync(peer, Edit(0, 0, 0, 0, "// "), Edit(7, 0, 7, 0, "x"));
        Assert.Equal(OnDisk, await TextAsync(peer));
        await ChangeAsync(peer, Edit(0, 0, 0, 0, "x"));
        Assert.Equal(OnDisk, await TextAsync(peer));
        await OpenAsync(peer, "class Again;");
        Assert.Equal("class Again;", await TextAsync(peer));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Change_that_is_no_newer_than_the_text_drops_the_document_and_the_disk_counts(int version)
    {
        await using var peer = Peer();
        await OpenAsync(peer, "class A;");
        await ChangeAsync(peer, Edit(0, 6, 0, 7, "B"));
        Assert.Equal("class B;", await TextAsync(peer));
        _version = version - 1;
        await ChangeAsync(peer, Edit(0, 6, 0, 7, "C"));
        Assert.Equal(OnDisk, await TextAsync(peer));
        await OpenAsync(peer, "class Again;");
        await ChangeAsync(peer, Edit(0, 0, 0, 0, "// "));
        Assert.Equal("// class Again;", await TextAsync(peer));
    }

    [Fact]
    public async Task Parts_come_in_order_and_all_before_the_result()
    {
        await using var peer = Peer(
            (onPart, _) =>
            {
                for (var i = 0; i < 500; i++)
                {
                    onPart!($"{i}");
                }
                return Task.FromResult("end");
            }
        );
        await peer.SendAsync(Request("stream", "{\"question\":\"token\"}"));
        for (var i = 0; i < 500; i++)
        {
            Assert.Equal($"{i}", await PartAsync(peer));
        }
        await peer.ExpectResultAsync("1", """{"reason":"end"}""");
    }

    [Fact]
    public async Task Nobody_asked_for_parts_and_none_are_sent()
    {
        await using var peer = Peer(
            (onPart, _) =>
            {
                Assert.Null(onPart);
                return Task.FromResult("end");
            }
        );
        await peer.SendAsync(Request("stream", "{\"question\":\"\"}"));
        await peer.ExpectResultAsync("1", """{"reason":"end"}""");
    }

    [Fact]
    public async Task Cancelled_stream_ends_with_one_error_and_nothing_after()
    {
        await using var peer = Peer(
            async (onPart, token) =>
            {
                onPart!("first");
                await Task.Delay(Timeout.Infinite, token);
                return "never";
            }
        );
        await peer.SendAsync(Request("stream", "{\"question\":\"token\"}"));
        Assert.Equal("first", await PartAsync(peer));
        await peer.SendAsync("""{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":1}}""");
        await peer.ExpectErrorAsync(ErrorCodes.RequestCancelled, "1");
    }

    [Theory]
    [InlineData(FeatureFailure.BadInput, ErrorCodes.BadInput, "bad-input")]
    [InlineData(FeatureFailure.NoAnswer, ErrorCodes.NoAnswer, "no-answer")]
    [InlineData(FeatureFailure.Environment, ErrorCodes.Environment, "environment")]
    public async Task Feature_that_fails_in_the_middle_ends_with_its_code_after_its_parts(
        FeatureFailure failure,
        int code,
        string reason
    )
    {
        await using var peer = Peer(
            (onPart, _) =>
            {
                onPart!("first");
                throw new FeatureException(failure, "one line");
            }
        );
        await peer.SendAsync(Request("stream", "{\"question\":\"token\"}"));
        Assert.Equal("first", await PartAsync(peer));
        var error = (await peer.ReadAsync()).GetProperty("error");
        Assert.Equal(
            (code, "one line", reason),
            (
                error.GetProperty("code").GetInt32(),
                error.GetProperty("message").GetString(),
                error.GetProperty("data").GetProperty("reason").GetString()
            )
        );
    }

    private RawPeer Peer(Func<Action<string>?, CancellationToken, Task<string>>? stream = null)
    {
        var workspaces = new WorkspaceResolver(
            new WorkspaceHost(1, TimeProvider.System),
            Path.Join(_folder.Path, "cache")
        );
        var typing = TypingWorld.Desk(new ScriptedModel("x"), _counters);
        var handlers = new HandlerRegistry(_log.CreateLogger<HandlerRegistry>(), TimeProvider.System)
            .Add(new InitializeHandler())
            .Add(new DidOpenHandler(workspaces))
            .Add(new DidChangeHandler(typing))
            .Add(new DidCloseHandler(typing))
            .Add(
                new TestHandler(
                    "text",
                    async (_, context, token) =>
                        (await workspaces.SnapshotAsync(null, _file, context, token)).ReadText(_file).File!.Text
                )
            )
            .Add(
                new TestHandler(
                    "stream",
                    (p, context, token) =>
                        PartialResultStream.RunAsync<string, ErrorData, string>(
                            context,
                            p.Question.Length > 0 ? p.Question : null,
                            part => new ErrorData(part),
                            ProtocolJson.Default.ErrorData,
                            onPart => stream!(onPart, token),
                            token
                        )
                )
            );
        var queue = new RequestQueue<RequestContext>(
            () => new RequestContext(_session, _session.Documents),
            new RequestQueueOptions()
        );
        var activity = new Activity(TimeProvider.System);
        var peer = new RawPeer(
            new SessionDispatcher(handlers, queue, new ErrorMapper(_log.CreateLogger<ErrorMapper>()), activity)
        );
        _session.Connect(peer.Connection);
        return peer;
    }

    private Task OpenAsync(RawPeer peer, string text)
    {
        _version = 1;
        return peer.SendAsync(
            Notification(
                "didOpen",
                $$$"""{"textDocument":{"uri":"{{{_uri}}}","languageId":"csharp","version":{{{_version}}},"text":{{{Json(text)}}}}}"""
            )
        );
    }

    private Task ChangeAsync(RawPeer peer, params string[] changes) =>
        peer.SendAsync(
            Notification(
                "didChange",
                $$$"""{"textDocument":{"uri":"{{{_uri}}}","version":{{{++_version}}}},"contentChanges":[{{{string.Join(',', changes)}}}]}"""
            )
        );

    private async Task<string?> TextAsync(RawPeer peer) =>
        (await AskAsync(peer, "text", "{\"question\":\"\"}")).GetProperty("reason").GetString();

    private async Task<JsonElement> AskAsync(RawPeer peer, string method, string parameters)
    {
        await peer.SendAsync(Request(method, parameters));
        var answer = await peer.ReadAsync();
        Assert.True(answer.TryGetProperty("result", out var result), answer.GetRawText());
        Assert.Equal(_requests, answer.GetProperty("id").GetInt32());
        return result;
    }

    private string Request(string method, string parameters) =>
        $$"""{"jsonrpc":"2.0","id":{{++_requests}},"method":"{{method}}","params":{{parameters}}}""";

    private static async Task<string?> PartAsync(RawPeer peer) =>
        (await peer.ReadAsync()).GetProperty("params").GetProperty("value").GetProperty("reason").GetString();

    private static string Notification(string name, string parameters) =>
        $$"""{"jsonrpc":"2.0","method":"textDocument/{{name}}","params":{{parameters}}}""";

    private static string Edit(int line, int from, int endLine, int to, string text) =>
        $$$"""{"range":{"start":{"line":{{{line}}},"character":{{{from}}}},"end":{"line":{{{endLine}}},"character":{{{to}}}}},"text":{{{Json(text)}}}}""";

    private static string Json(string text) => JsonSerializer.Serialize(text, ProtocolJson.Default.String);

    private sealed class TestHandler(
        string method,
        Func<AskParams, RequestContext, CancellationToken, Task<string>> answer
    ) : IRequestHandler<AskParams, ErrorData>
    {
        public string Method => method;

        public RequestMode Mode => RequestMode.ReadOnly;

        public JsonTypeInfo<AskParams> ParamsType => ProtocolJson.Default.AskParams;

        public JsonTypeInfo<ErrorData> ResultType => ProtocolJson.Default.ErrorData;

        public async Task<ErrorData> HandleAsync(
            AskParams parameters,
            RequestContext context,
            CancellationToken cancellationToken
        ) => new(await answer(parameters, context, cancellationToken));
    }
}
