using System.Text.Json.Nodes;
using GptOssDev.Tests.Integration.Daemon;
using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>An editor in which somebody types, with a request for every key, on the real daemon and the bundled model.</summary>
public sealed class TypingSimulationTests
{
    private const string Head = """
        namespace Shop;

        public sealed record Line(string Name, int Count, decimal Price);

        public sealed class Cart
        {
            private readonly List<Line> _lines = [];

            public decimal Total()
            {

        """;

    private const string Tail = """

            }

            public bool IsEmpty()
            {
                return _lines.Count == 0;
            }
        }

        """;

    private const string Typed = """
                decimal total = 0;
                foreach (var line in _lines)
                {
                    total += line.Count * line.Price;
                    if (line.Count > 10)
                    {
                        total -= line.Price;
                    }
                }
        """;

    private static readonly TimeSpan _betweenKeys = TimeSpan.FromMilliseconds(10);

    [Fact]
    public async Task Two_hundred_keystrokes_leave_no_second_sequence_and_no_answer_behind_the_text()
    {
        await using var world = World();
        using var editor = new TypingEditor(new LspSession(world.Start("--stdio")), world.Folder, Head, Tail);
        await editor.OpenAsync();
        var requests = new List<(int Id, int Line, int Character)>();
        var statuses = new List<int>();
        int? last = null;
        foreach (var key in Typed.ReplaceLineEndings("\n")[..200])
        {
            await editor.TypeAsync(key);
            if (last is { } before)
            {
                await editor.CancelAsync(before);
            }
            last = await editor.AskAsync();
            requests.Add((last.Value, editor.Cursor.Line, editor.Cursor.Character));
            statuses.Add(await editor.Session.SendRequestAsync("gptoss/status", new JsonObject()));
            await Task.Delay(_betweenKeys);
        }

        foreach (var (id, line, character) in requests)
        {
            var answer = await editor.Session.AnswerAsync(id);
            if (answer["error"] is { } error)
            {
                // Cancelled by us.
                Assert.Equal(-32800, error["code"]!.GetValue<int>());
                continue;
            }
            foreach (var item in answer["result"]!["items"]!.AsArray())
            {
                var start = item!["range"]!["start"]!;
                Assert.Equal((line, character), (start["line"]!.GetValue<int>(), start["character"]!.GetValue<int>()));
            }
        }
        foreach (var id in statuses)
        {
            var queue = (await editor.Session.AnswerAsync(id))["result"]!["queue"]!;
            Assert.InRange(queue["running"]!.GetValue<int>(), 0, 1);
        }
        var counts = await editor.CountsAsync();
        Assert.True(counts["modelCalls"]!.GetValue<int>() < 200, counts.ToJsonString());
    }

    [Fact]
    public async Task Typing_along_a_suggestion_asks_no_model()
    {
        await using var world = World();
        using var editor = new TypingEditor(new LspSession(world.Start("--stdio")), world.Folder, Head, Tail);
        await editor.OpenAsync();
        var suggestion = "";
        foreach (
            var key in "        decimal total = 0;\n        foreach (var line in _lines)\n        {\n            total += line."
        )
        {
            await editor.TypeAsync(key);
            suggestion = key is '.' or ' ' ? await editor.SuggestionAsync() : "";
        }
        Assert.True(suggestion.Length > 1, "the model suggests how the line goes on");
        var before = await editor.CountsAsync();

        for (var typed = 1; typed < suggestion.Length; typed++)
        {
            await editor.TypeAsync(suggestion[typed - 1]);
            Assert.Equal(suggestion[typed..], await editor.SuggestionAsync());
        }

        var after = await editor.CountsAsync();
        Assert.Equal(before["modelCalls"]!.GetValue<int>(), after["modelCalls"]!.GetValue<int>());
        Assert.Equal(suggestion.Length - 1, after["fromCache"]!.GetValue<int>() - before["fromCache"]!.GetValue<int>());
    }

    private static DaemonWorld World() => new(("GPTOSS_THREADS", "1"), ("GPTOSS_COMPLETION_PAUSE_MS", "20"));
}
