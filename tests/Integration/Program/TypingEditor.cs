using System.Text.Json.Nodes;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>One document in an editor that somebody types in, between what stands before and behind the cursor.</summary>
internal sealed class TypingEditor(LspSession session, string folder, string before, string after) : IDisposable
{
    private readonly string _uri = new Uri(Path.Join(folder, "Cart.cs")).AbsoluteUri;
    private string _before = before.ReplaceLineEndings("\n");
    private int _version = 1;

    public LspSession Session => session;

    public (int Line, int Character) Cursor =>
        (_before.Count(c => c == '\n'), _before.Length - _before.LastIndexOf('\n') - 1);

    public async Task OpenAsync()
    {
        await session.RequestAsync(
            "initialize",
            new JsonObject { ["rootUri"] = new Uri(folder).AbsoluteUri, ["capabilities"] = new JsonObject() }
        );
        await session.NotifyAsync("initialized", new JsonObject());
        var text = _before + after.ReplaceLineEndings("\n");
        await File.WriteAllTextAsync(Path.Join(folder, "Cart.cs"), text);
        await session.NotifyAsync(
            "textDocument/didOpen",
            new JsonObject
            {
                ["textDocument"] = new JsonObject
                {
                    ["uri"] = _uri,
                    ["languageId"] = "csharp",
                    ["version"] = _version,
                    ["text"] = text,
                },
            }
        );
    }

    public async Task TypeAsync(char key)
    {
        var start = Place();
        var end = Place();
        _before += key;
        await session.NotifyAsync(
            "textDocument/didChange",
            new JsonObject
            {
                ["textDocument"] = new JsonObject { ["uri"] = _uri, ["version"] = ++_version },
                ["contentChanges"] = new JsonArray(
                    new JsonObject
                    {
                        ["range"] = new JsonObject { ["start"] = start, ["end"] = end },
                        ["text"] = key.ToString(),
                    }
                ),
            }
        );
    }

    /// <summary>Asks for a suggestion as an editor does after a key.</summary>
    /// <returns>The request's id.</returns>
    public Task<int> AskAsync() =>
        session.SendRequestAsync(
            "textDocument/inlineCompletion",
            new JsonObject
            {
                ["textDocument"] = new JsonObject { ["uri"] = _uri },
                ["position"] = Place(),
                ["context"] = new JsonObject { ["triggerKind"] = 2 },
            }
        );

    public Task CancelAsync(int id) => session.NotifyAsync("$/cancelRequest", new JsonObject { ["id"] = id });

    /// <summary>The text suggested at the cursor; empty for none.</summary>
    public async Task<string> SuggestionAsync()
    {
        var answer = await session.AnswerAsync(await AskAsync());
        return answer["result"]!["items"]!.AsArray() is [{ } item, ..] ? item["insertText"]!.GetValue<string>() : "";
    }

    public async Task<JsonNode> CountsAsync() =>
        (await session.RequestAsync("gptoss/stats", new JsonObject()))["result"]!["suggestions"]!;

    public void Dispose() => session.Dispose();

    private JsonObject Place() => new() { ["line"] = Cursor.Line, ["character"] = Cursor.Character };
}
