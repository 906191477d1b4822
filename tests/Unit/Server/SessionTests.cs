using System.Text.Json.Serialization.Metadata;
using GptOssDev.CodeModel;
using GptOssDev.Contracts;
using GptOssDev.Inference;
using GptOssDev.Rpc;
using GptOssDev.Server.Host;
using GptOssDev.Server.Logging;
using GptOssDev.Server.Rpc;
using GptOssDev.Tests.Unit.Rpc;
using Microsoft.Extensions.Logging;
using Xunit;

namespace GptOssDev.Tests.Unit.Server;

/// <summary>A client's whole way: bytes, connection, queue, handler, error codes.</summary>
public sealed class SessionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DaemonLog _log;
    private readonly Activity _activity = new(TimeProvider.System);
    private readonly ClientSession _session = new(1);

    public SessionTests() => _log = new DaemonLog(new LogFile(_folder.Path, "d", new LogLimits(), TimeProvider.System));

    public void Dispose()
    {
        _log.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Request_reaches_its_handler_with_typed_params()
    {
        await using var peer = Peer((p, _, _) => Task.FromResult(new ErrorData(p.Question + "!")));
        await peer.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"test","params":{"question":"why"}}""");
        await peer.ExpectResultAsync("1", """{"reason":"why!"}""");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"question\":5}")]
    [InlineData("{\"question\":null}")]
    [InlineData("{\"question\":\"\\ud800\"}")]
    public async Task Params_that_do_not_fit_are_invalid_params(string parameters)
    {
        await using var peer = Peer((p, _, _) => Task.FromResult(new ErrorData(p.Question)));
        await peer.SendAsync($$"""{"jsonrpc":"2.0","id":1,"method":"test","params":{{parameters}}}""");
        await peer.ExpectErrorAsync(ErrorCodes.InvalidParams, "1");
    }

    [Fact]
    public async Task Unknown_method_is_refused_and_unknown_notification_is_dropped()
    {
        await using var peer = Peer((p, _, _) => Task.FromResult(new ErrorData("")));
        await peer.SendAsync("""{"jsonrpc":"2.0","method":"nothing"}""");
        await peer.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"nothing"}""");
        await peer.ExpectErrorAsync(ErrorCodes.MethodNotFound, "1");
    }

    public static TheoryData<Exception, int, string?> Failures =>
        new()
        {
            { new ServerException(ServerFailure.Busy, "full"), ErrorCodes.Busy, "busy" },
            { new InferenceException(InferenceFailure.ModelNotFound, "no"), ErrorCodes.Environment, "model-not-found" },
            { new InferenceException(InferenceFailure.PromptTooLong, "no"), ErrorCodes.BadInput, "prompt-too-long" },
            { new CodeModelException(CodeModelReason.RootMissing, "no"), ErrorCodes.BadInput, "root-missing" },
            { new RpcException(1004, "own"), ErrorCodes.NoAnswer, null },
            { new OperationCanceledException(), ErrorCodes.ServerCancelled, null },
            { new InvalidCastException("secret"), ErrorCodes.InternalError, null },
        };

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task Failure_becomes_its_code_and_reason(Exception failure, int code, string? reason)
    {
        await using var peer = Peer((_, _, _) => throw failure);
        await peer.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"test","params":{"question":"why"}}""");
        var error = (await peer.ReadAsync()).GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetInt32());
        var told = error.TryGetProperty("data", out var data) ? data.GetProperty("reason").GetString() : null;
        Assert.Equal(reason, told);
    }

    [Fact]
    public async Task Bug_goes_to_the_log_and_not_to_the_client()
    {
        await using var peer = Peer((_, _, _) => throw new InvalidCastException("secret"));
        await peer.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"test","params":{"question":"why"}}""");
        Assert.DoesNotContain("secret", (await peer.ReadAsync()).GetRawText());
        using var reader = new StreamReader(
            new FileStream(_log.State, FileMode.Open, FileAccess.Read, FileShare.ReadWrite)
        );
        Assert.Contains("secret", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Progress_comes_before_the_result()
    {
        await using var peer = Peer(
            async (p, context, token) =>
            {
                for (var i = 0; i < 3; i++)
                {
                    await context.ReportAsync("t", new ErrorData($"{i}"), ProtocolJson.Default.ErrorData, token);
                }
                await context.ReportAsync(null, new ErrorData("nobody"), ProtocolJson.Default.ErrorData, token);
                return new ErrorData("end");
            }
        );
        await peer.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"test","params":{"question":"why"}}""");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(
                $$$"""{"token":"t","value":{"reason":"{{{i}}}"}}""",
                (await peer.ReadAsync()).GetProperty("params").GetRawText()
            );
        }
        await peer.ExpectResultAsync("1", """{"reason":"end"}""");
    }

    [Fact]
    public async Task Running_request_counts_and_ends_with_its_cancellation()
    {
        var started = new TaskCompletionSource();
        await using var peer = Peer(
            async (_, _, token) =>
            {
                started.SetResult();
                await Task.Delay(Timeout.Infinite, token);
                return new ErrorData("");
            }
        );
        await peer.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"test","params":{"question":"why"}}""");
        await started.Task;
        Assert.Equal(1, _activity.Requests);
        await peer.SendAsync("""{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":1}}""");
        await peer.ExpectErrorAsync(ErrorCodes.RequestCancelled, "1");
        Assert.Equal(0, _activity.Requests);
    }

    [Fact]
    public void Open_documents_are_bounded_and_never_change_under_a_reader()
    {
        var one = OpenDocuments.None.With(new OpenDocument("file:///a", 1, "x"));
        var two = one.With(new OpenDocument("file:///a", 2, "y"));
        Assert.Equal(("x", "y"), (one.Find("file:///a")!.Text, two.Find("file:///a")!.Text));
        Assert.Equal(0, two.Without("file:///a").Count);
        var many = two;
        var e = Assert.Throws<ServerException>(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                many = many.With(new OpenDocument($"file:///{i}", 1, ""));
            }
        });
        Assert.Equal(ServerFailure.Busy, e.Reason);
        Assert.Equal("z", many.With(new OpenDocument("file:///a", 3, "z")).Find("file:///a")!.Text);
    }

    private RawPeer Peer(Func<AskParams, RequestContext, CancellationToken, Task<ErrorData>> answer)
    {
        var handlers = new HandlerRegistry(_log.CreateLogger<HandlerRegistry>(), TimeProvider.System).Add(
            new TestHandler(answer)
        );
        var queue = new RequestQueue<RequestContext>(
            () => new RequestContext(_session, _session.Documents),
            new RequestQueueOptions()
        );
        var peer = new RawPeer(
            new SessionDispatcher(handlers, queue, new ErrorMapper(_log.CreateLogger<ErrorMapper>()), _activity)
        );
        _session.Connect(peer.Connection);
        return peer;
    }

    private sealed class TestHandler(Func<AskParams, RequestContext, CancellationToken, Task<ErrorData>> answer)
        : IRequestHandler<AskParams, ErrorData>
    {
        public string Method => "test";

        public RequestMode Mode => RequestMode.ReadOnly;

        public JsonTypeInfo<AskParams> ParamsType => ProtocolJson.Default.AskParams;

        public JsonTypeInfo<ErrorData> ResultType => ProtocolJson.Default.ErrorData;

        public Task<ErrorData> HandleAsync(
            AskParams parameters,
            RequestContext context,
            CancellationToken cancellationToken
        ) => answer(parameters, context, cancellationToken);
    }
}
