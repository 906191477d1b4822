using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features;
using GptOssDev.Features.Completion;
using GptOssDev.Features.Completion.Sessions;
using GptOssDev.Inference;
using Xunit;

namespace GptOssDev.Tests.Unit.Features;

/// <summary>One document that is typed in, on a model that writes when the test says so.</summary>
public sealed class TypingTests : IAsyncLifetime
{
    private const string Method = "class A\n{\n    int F(int count)\n    {\n        return $0\n    }\n}\n";
    private static readonly InlineCompletionDocument _document = new(1, "file:///a.cs");
    private readonly TemporaryWorkspace _workspace = new(("A.cs", "class A { }\n"));
    private readonly SteppedModel _model = new();
    private InlineCompletionSessions _sessions = null!;
    private CodeSnapshot _code = null!;

    public async ValueTask InitializeAsync()
    {
        _code = await _workspace.SnapshotAsync();
        _sessions = Sessions(prefetch: false);
    }

    public ValueTask DisposeAsync()
    {
        Assert.True(_model.MostRunning <= 1, $"{_model.MostRunning} generations ran at once");
        _workspace.Dispose();
        return default;
    }

    [Fact]
    public async Task Typed_ahead_text_is_served_without_a_model()
    {
        await ShownAsync(Method, " count;\n ");

        var ahead = await AskAsync(Method.Replace("$0", "cou$0", StringComparison.Ordinal));
        var whole = await AskAsync(Method.Replace("$0", "count$0", StringComparison.Ordinal));

        Assert.Equal(["nt;"], Texts(ahead));
        Assert.Equal([";"], Texts(whole));
        Assert.Equal((SuggestionSource.Cache, SuggestionSource.Cache), (ahead.Source, whole.Source));
        Assert.Equal(1, _model.Started);
    }

    [Fact]
    public async Task Closers_of_the_editor_are_replaced_by_those_of_the_text()
    {
        await ShownAsync(Method, " F(count);\n ");

        var ahead = await AskAsync(Method.Replace("$0", "F($0)", StringComparison.Ordinal));

        var item = Assert.Single(ahead.Outcome.Items);
        Assert.Equal(("count);", 1), (item.Text, item.Range.End.Character - item.Range.Start.Character));
        Assert.Equal(1, _model.Started);
    }

    [Fact]
    public async Task Place_where_nothing_was_found_is_not_asked_for_again()
    {
        await ShownAsync(Method, "  ");

        Assert.Equal(SuggestionSource.Cache, (await AskAsync(Method)).Source);
        Assert.Equal(1, _model.Started);
    }

    [Fact]
    public async Task Running_generation_is_kept_while_typing_agrees()
    {
        var first = AskAsync(Method);
        var generation = await _model.NextAsync();
        generation.Write(" cou");
        Change(Method.Replace("$0", "c", StringComparison.Ordinal));
        var second = AskAsync(Method.Replace("$0", "c$0", StringComparison.Ordinal));
        generation.Write("nt;\n ");
        generation.End();

        Assert.Equal(["ount;"], Texts(await second));
        Assert.Equal(SuggestionSource.Joined, (await second).Source);
        Assert.Equal(["count;"], Texts(await first));
        Assert.Equal(1, _model.Started);
    }

    [Fact]
    public async Task Running_generation_ends_at_once_when_the_text_does_not_agree()
    {
        var first = AskAsync(Method);
        var generation = await _model.NextAsync();
        generation.Write(" co");
        await UntilAsync(() => generation.Consumed == 3);

        Change(Method.Replace("$0", "x", StringComparison.Ordinal));

        await generation.Disposed;
        Assert.Equal("the document was changed meanwhile", (await first).Outcome.Nothing);
        var second = AskAsync(Method.Replace("$0", "x$0", StringComparison.Ordinal));
        var next = await _model.NextAsync();
        next.Write(";\n ");
        next.End();
        Assert.Equal([";"], Texts(await second));
    }

    [Fact]
    public async Task Generation_that_leaves_what_was_typed_while_it_read_ends_and_is_begun_anew()
    {
        var first = AskAsync(Method);
        var generation = await _model.NextAsync();
        Change(Method.Replace("$0", "1", StringComparison.Ordinal));
        var second = AskAsync(Method.Replace("$0", "1$0", StringComparison.Ordinal));

        generation.Write(" c");

        await generation.Disposed;
        var next = await _model.NextAsync();
        next.Write(" + count;\n ");
        next.End();
        Assert.Equal([" + count;"], Texts(await second));
        Assert.Empty((await first).Outcome.Items);
    }

    [Fact]
    public async Task Cancelled_request_that_nobody_follows_ends_its_generation()
    {
        using var cancel = new CancellationTokenSource();
        var asked = AskAsync(Method, cancel: cancel.Token);
        var generation = await _model.NextAsync();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await generation.Disposed;
    }

    [Fact]
    public async Task Cancelled_request_is_followed_by_the_next_keystroke()
    {
        using var cancel = new CancellationTokenSource();
        var first = AskAsync(Method, cancel: cancel.Token);
        var generation = await _model.NextAsync();
        generation.Write(" co");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        var second = AskAsync(Method.Replace("$0", "c$0", StringComparison.Ordinal));
        await Task.Delay(TimeSpan.FromMilliseconds(600));
        Assert.False(generation.IsDisposed);
        generation.Write("unt;\n ");
        generation.End();

        Assert.Equal(["ount;"], Texts(await second));
        Assert.Equal(1, _model.Started);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Closing_ends_what_runs(bool document)
    {
        var asked = AskAsync(Method);
        var generation = await _model.NextAsync();

        if (document)
        {
            _sessions.Closed(_document);
        }
        else
        {
            _sessions.ClientDisconnected(_document.Client);
        }

        await generation.Disposed;
        Assert.Null(await Record.ExceptionAsync(() => Task.WhenAny(asked, Task.Delay(1))));
    }

    [Fact]
    public async Task Next_suggestion_is_written_while_one_is_shown()
    {
        _sessions = Sessions(prefetch: true);
        const string Open = "class A\n{\n    int F(int count)\n    {\n        $0\n    }\n}\n";
        await ShownAsync(Open, "        count++;\n        ");

        var ahead = await _model.NextAsync();
        ahead.Write("        return count;\n        ");
        ahead.End();
        await ahead.Disposed;
        Assert.Equal(RequestPriority.Interactive, ahead.Priority);
        await UntilAsync(() => _model.Running == 0);

        // Typing along the shown one touches neither of them.
        Change(Open.Replace("$0", "cou", StringComparison.Ordinal));
        Assert.Equal(["nt++;"], Texts(await AskAsync(Open.Replace("$0", "cou$0", StringComparison.Ordinal))));
        Assert.Equal(2, _model.Started);
        var next = await AskAsync(Open.Replace("$0", "count++;\n        $0", StringComparison.Ordinal));
        Assert.Equal(["return count;"], Texts(next));
        // The compiler may still be judging it, or what could follow it is being written already.
        Assert.NotEqual(SuggestionSource.Model, next.Source);
    }

    [Fact]
    public async Task Time_budget_shows_what_was_written_until_then()
    {
        var time = new ManualTime();
        _sessions = new InlineCompletionSessions(
            new CompletionFeature(_model, new CompletionVerifier(TimeProvider.System), time),
            new InlineCompletionSettings(TimeSpan.Zero)
        );
        const string Open = "class A\n{\n    int F(int count)\n    {\n        $0\n    }\n}\n";
        const string Written = "        count++;\n        retur";
        var asked = AskAsync(Open, budget: TimeSpan.FromSeconds(2), trigger: CompletionTrigger.Invoked);
        var generation = await _model.NextAsync();
        generation.Write(Written);
        await UntilAsync(() => generation.Consumed == Written.Length);

        time.Advance(TimeSpan.FromSeconds(2));

        var outcome = (await asked).Outcome;
        Assert.Equal("count++;", Assert.Single(outcome.Items).Text);
        Assert.True(outcome.IsPartial);
        await generation.Disposed;
    }

    [Fact]
    public async Task Place_without_suggestions_asks_no_model()
    {
        var answer = await AskAsync("class A\n{\n    int x = 1;$0\n}\n");

        Assert.Equal("the statement is complete", answer.Outcome.Nothing);
        Assert.Equal(0, _model.Started);
    }

    [Fact]
    public async Task Position_outside_the_text_is_bad_input()
    {
        var request = Request(Method) with { Position = new(99, 0) };

        var failure = await Assert.ThrowsAsync<FeatureException>(() =>
            _sessions.CompleteAsync(_document, request, default)
        );

        Assert.Equal(FeatureFailure.BadInput, failure.Reason);
    }

    [Theory]
    [InlineData(0, 75)]
    [InlineData(400, 100)]
    [InlineData(8000, 400)]
    public void Pause_follows_the_latency_within_bounds(int latencyMs, int pauseMs)
    {
        var pause = new AdaptiveDebounce();
        for (var i = 0; i < 5; i++)
        {
            pause.Add(TimeSpan.FromMilliseconds(latencyMs));
        }

        Assert.Equal(TimeSpan.FromMilliseconds(pauseMs), pause.For(CompletionPreset.Processor));
    }

    private InlineCompletionSessions Sessions(bool prefetch) =>
        new(Feature(_model), new InlineCompletionSettings(TimeSpan.Zero, prefetch));

    private static CompletionFeature Feature(IInferenceEngine engine) =>
        new(engine, new CompletionVerifier(TimeProvider.System), TimeProvider.System);

    private InlineCompletionRequest Request(
        string marked,
        TimeSpan? budget = null,
        CompletionTrigger trigger = CompletionTrigger.Automatic
    )
    {
        var (text, position) = MarkedText.Parse(marked);
        return new InlineCompletionRequest(
            _workspace.PathOf("A.cs"),
            text,
            position,
            trigger,
            _ => Task.FromResult(_code)
        )
        {
            TimeBudget = budget,
        };
    }

    private async Task<InlineCompletionOutcome> AskAsync(
        string marked,
        TimeSpan? budget = null,
        CompletionTrigger trigger = CompletionTrigger.Automatic,
        CancellationToken cancel = default
    )
    {
        var answer = _sessions.CompleteAsync(_document, Request(marked, budget, trigger), cancel);
        return await answer.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
    }

    private async Task ShownAsync(string marked, string written)
    {
        var asked = AskAsync(marked);
        var generation = await _model.NextAsync();
        generation.Write(written);
        generation.End();
        Assert.Equal(SuggestionSource.Model, (await asked).Source);
    }

    private void Change(string text) => _sessions.Changed(_document, text);

    private static async Task UntilAsync(Func<bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(30), "it did not happen");
            await Task.Delay(10);
        }
    }

    private static IEnumerable<string> Texts(InlineCompletionOutcome answer) =>
        answer.Outcome.Items.Select(i => i.Text);
}
