using System.Text.Json;
using System.Text.Json.Nodes;
using GptOssDev.Client;
using GptOssDev.Client.Settings;
using GptOssDev.Platform.Files;
using GptOssDev.Server;
using GptOssDev.Server.Host;
using GptOssDev.Server.Logging;
using GptOssDev.Server.Rpc;
using GptOssDev.Tests.Unit.Rpc;
using Microsoft.Extensions.Logging;
using Xunit;

namespace GptOssDev.Tests.Unit.Server.Editors;

/// <summary>
/// An editor at one end and the whole composition at the other, with answers from a script and a folder of loose files.
/// Disposing it asserts that the editor has read every message.
/// </summary>
internal sealed class EditorWorld : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ShutdownSignal _stop = new();
    private readonly DaemonLog _log;
    private readonly Composition _composition;
    private readonly RawPeer _peer;
    private int _requests;

    public EditorWorld(string script = "{}")
    {
        Root = Directory.CreateDirectory(Path.Join(_folder.Path, "code")).FullName;
        var scriptFile = Path.Join(_folder.Path, "script.json");
        File.WriteAllText(scriptFile, script);
        _log = new DaemonLog(new LogFile(_folder.Path, "d", new LogLimits(), TimeProvider.System));
        var environment = new ClientEnvironment
        {
            Variable = name =>
                name switch
                {
                    "HOME" => _folder.Path,
                    "GPTOSS_TEST_ENGINE" => scriptFile,
                    _ => null,
                },
            Platform = HostPlatform.Linux,
            TempFolder = _folder.Path,
            UserName = "test",
        };
        Folders = UserFolders.Resolve(environment);
        Activity = new Activity(TimeProvider.System);
        _composition = Composition.Create(
            new DaemonContext(environment, Folders, "here", _log, Activity, _stop, TimeProvider.System),
            ResolvedSettings.Resolve(new SettingsSources(null, null, _ => null))
        );
        var queue = new RequestQueue<RequestContext>(
            () => new RequestContext(Session, Session.Documents),
            new RequestQueueOptions()
        );
        _peer = new RawPeer(
            new SessionDispatcher(
                _composition.Handlers,
                queue,
                new ErrorMapper(_log.CreateLogger<ErrorMapper>()),
                Activity
            )
        );
        Session.Connect(_peer.Connection);
    }

    public string Root { get; }

    public UserFolders Folders { get; }

    public Activity Activity { get; }

    public DaemonLog Log => _log;

    public ClientSession Session { get; } = new(1);

    public HandlerRegistry Handlers => _composition.Handlers;

    public string Uri(string name) => new Uri(Path.Join(Root, name)).AbsoluteUri;

    /// <summary>Introduces an editor that has the folder open, and writes and opens a document in it.</summary>
    public async Task OpenAsync(string text, string options = "{}", string capabilities = "{}", string name = "A.cs")
    {
        await File.WriteAllTextAsync(Path.Join(Root, name), text);
        await RequestAsync(
            "initialize",
            $$"""{"capabilities":{{capabilities}},"rootUri":"{{new Uri(Root).AbsoluteUri}}","initializationOptions":{{options}}}"""
        );
        await NotifyAsync(
            "textDocument/didOpen",
            $$$"""{"textDocument":{"uri":"{{{Uri(name)}}}","languageId":"csharp","version":1,"text":{{{Json(text)}}}}}"""
        );
    }

    public Task NotifyAsync(string method, string parameters) =>
        _peer.SendAsync($$"""{"jsonrpc":"2.0","method":"{{method}}","params":{{parameters}}}""");

    /// <summary>Sends a request and returns its number.</summary>
    public async Task<int> SendAsync(string method, string parameters)
    {
        await _peer.SendAsync(
            $$"""{"jsonrpc":"2.0","id":{{++_requests}},"method":"{{method}}","params":{{parameters}}}"""
        );
        return _requests;
    }

    /// <summary>The answer, which must be the next message.</summary>
    public async Task<JsonNode?> RequestAsync(string method, string parameters)
    {
        var id = await SendAsync(method, parameters);
        var answer = await ReadAsync();
        Assert.True(answer["error"] is null, answer.ToJsonString());
        Assert.Equal(id, answer["id"]!.GetValue<int>());
        return answer["result"];
    }

    /// <summary>The error, which must be the next message.</summary>
    public async Task<(int Code, string Message)> FailAsync(string method, string parameters)
    {
        await SendAsync(method, parameters);
        var error = (await ReadAsync())["error"];
        Assert.NotNull(error);
        return (error["code"]!.GetValue<int>(), error["message"]!.GetValue<string>());
    }

    public Task AnswerAsync(JsonNode request, string result) =>
        _peer.SendAsync($$"""{"jsonrpc":"2.0","id":{{request["id"]!.ToJsonString()}},"result":{{result}}}""");

    public async Task<JsonNode> ReadAsync() => JsonNode.Parse((await _peer.ReadAsync()).GetRawText())!;

    public async ValueTask DisposeAsync()
    {
        await _peer.DisposeAsync();
        await _composition.DisposeAsync();
        _log.Dispose();
        _stop.Dispose();
        _folder.Dispose();
    }

    public static string Json(string text) => JsonSerializer.Serialize(text);
}
