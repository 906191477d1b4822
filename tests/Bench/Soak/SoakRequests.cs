using GptOssDev.Client;
using GptOssDev.Contracts;

namespace GptOssDev.Tests.Bench.Soak;

/// <summary>What one client asks for, over the files of the demo project. One thread.</summary>
internal sealed class SoakRequests(string workspace, int seed)
{
    private const string Typed = "var total = items.Sum(";
    private readonly Random _random = new(seed);
    private readonly string _path = Path.Join(workspace, "Warehouse.cs");
    private readonly string[] _lines = File.ReadAllLines(Path.Join(workspace, "Warehouse.cs"));
    private readonly string _patch = File.ReadAllText(Path.Join(workspace, "change.patch"));
    private readonly WorkspaceScope _scope = new(workspace);
    private int _typed;
    private int _line;

    public Task SendAsync(DaemonClient client, SoakKind kind, CancellationToken cancel) =>
        kind switch
        {
            SoakKind.Keystroke => client.CallAsync(
                Methods.Complete,
                Keystroke(),
                ProtocolJson.Default.CompleteParams,
                ProtocolJson.Default.CompleteResult,
                cancel
            ),
            SoakKind.Chat => client.CallAsync(
                Methods.Ask,
                Chat(client),
                ProtocolJson.Default.AskParams,
                ProtocolJson.Default.AnswerResult,
                cancel
            ),
            SoakKind.Review => client.CallAsync(
                Methods.Review,
                new ReviewParams("patch", Patch: _patch, Workspace: _scope, Options: Options(200)),
                ProtocolJson.Default.ReviewParams,
                ProtocolJson.Default.ReviewResult,
                cancel
            ),
            _ => client.CallAsync(
                Methods.Generate,
                new GenerateParams(
                    Prompt: string.Join('\n', _lines.Skip(_random.Next(_lines.Length))) + "\n//",
                    MaxTokens: 64
                ),
                ProtocolJson.Default.GenerateParams,
                ProtocolJson.Default.GenerateResult,
                cancel
            ),
        };

    /// <summary>One more character at the end of a line; when the words are typed another line begins.</summary>
    private CompleteParams Keystroke()
    {
        if (_typed % Typed.Length == 0)
        {
            _line = _random.Next(_lines.Length);
        }

        var typed = Typed[..((_typed++ % Typed.Length) + 1)];
        var lines = _lines.ToArray();
        lines[_line] += typed;
        return new CompleteParams(
            _path,
            new Position(_line, lines[_line].Length),
            string.Join('\n', lines),
            Workspace: _scope
        );
    }

    private AskParams Chat(DaemonClient client) =>
        new(
            $"What does method {_random.Next(100)} of this class do?",
            Context: string.Join('\n', _lines),
            UseRepository: false,
            Workspace: _scope,
            Options: Options(120),
            PartialResultToken: client.NewProgressToken()
        );

    private static GenerationOptions Options(int maxTokens) => new(Temperature: 0, MaxTokens: maxTokens);
}
