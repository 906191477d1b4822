using GptOssDev.Cli.Daemon;
using GptOssDev.Cli.Input;
using GptOssDev.Cli.Output;
using GptOssDev.Cli.Output.Reports;
using GptOssDev.Cli.Output.Terminal;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Tour;

/// <summary>Leads through the four jobs on the demo project, one connection for all, each with the model's real output.</summary>
internal sealed class TourGuide(Invocation invocation, IDaemon daemon, TourFolder folder)
{
    private const string Quote = "  | ";

    private readonly TerminalOutput _screen = invocation.Screen;
    private readonly TargetParser _targets = new(folder.FullPath);
    private readonly WorkspaceScope _scope = new(folder.FullPath, Trusted: true);
    private readonly GenerationOptions _options = invocation.GenerationFor(folder.FullPath);

    /// <summary>Completes a line whose second half is taken away.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        var file = _targets.ParsePosition(folder.Manifest.Complete.At);
        var lines = (await File.ReadAllTextAsync(file.Path, cancellationToken)).Split('\n');
        var line = lines[file.Position.Line];
        var (before, removed) = (line[..file.Position.Character], line[file.Position.Character..]);
        lines[file.Position.Line] = before;
        Title(
            "1  complete",
            $"goes on after the cursor in {Path.GetFileName(file.Path)}, line {file.Position.Line + 1}"
        );
        _screen.WriteLine($"{Quote}{before.TrimStart()}█", TextStyle.Dim);
        _screen.Flush();
        var result = await CallAsync(
            DaemonMethods.Complete,
            new CompleteParams(file.Path, file.Position, string.Join('\n', lines), null, null, _scope, _options),
            "completing",
            cancellationToken
        );
        if (result.Items.Count == 0)
        {
            _screen.WriteLine($"no completion: {result.Reason ?? "the model had none that compiles"}");
        }
        else
        {
            _screen.WriteLine($"{before.TrimStart()}{result.Items[0].Text}", TextStyle.Green);
            Verdict(result.Items[0].Verdict, result.Items[0].Reasons);
        }

        _screen.WriteLine($"(the project itself has: {removed})", TextStyle.Dim);
        Finish(result.Timings, result.Notice);
    }

    /// <summary>Explains a method, streamed.</summary>
    public async Task ExplainAsync(CancellationToken cancellationToken)
    {
        var stop = folder.Manifest.Explain;
        var file = _targets.ParseSpan(stop.At);
        Title("2  explain", $"what {stop.At} does");
        var streamed = false;
        AnswerResult result;
        await using (var spinner = Spinner.Start(invocation.Context, _screen, "thinking"))
        {
            var token = daemon.NewProgressToken();
            using var registration = daemon.OnProgress(token, DaemonMethods.AnswerDelta, Show);
            result = await daemon.CallAsync(
                DaemonMethods.Explain,
                new ExplainParams(file.Path, file.Lines, null, null, _scope, _options, token),
                cancellationToken
            );

            void Show(AnswerDelta delta)
            {
                if (delta.Channel == "answer")
                {
                    spinner.Stop();
                    streamed |= TryWrite(delta.Text);
                }
            }
        }

        _screen.WriteLine(streamed ? "" : result.Answer);
        Finish(result.Timings, result.Notice);
    }

    /// <summary>Refactors a method and shows the diff; nothing is written.</summary>
    public async Task RefactorAsync(CancellationToken cancellationToken)
    {
        var stop = folder.Manifest.Refactor;
        var file = _targets.ParseSpan(stop.At);
        Title("3  refactor", $"\"{stop.Instruction}\" in {stop.At}");
        var result = await CallAsync(
            DaemonMethods.Refactor,
            new RefactorParams(stop.Instruction, file.Path, file.Lines, null, null, _scope, _options),
            "refactoring",
            cancellationToken
        );
        foreach (var edit in result.Edits)
        {
            DiffView.Show(_screen, edit.Diff);
        }

        Verdict(result.Verdict, result.Reasons);
        Finish(result.Timings, result.Notice);
    }

    /// <summary>Reviews a patch with two bugs in it.</summary>
    public async Task ReviewAsync(CancellationToken cancellationToken)
    {
        var patch = folder.ReadText(folder.Manifest.Review.Patch);
        Title("4  review", $"the change in {folder.Manifest.Review.Patch}, which brings in two bugs");
        DiffView.Show(_screen, string.Join('\n', patch.Split('\n').Where(IsChange)) + "\n");
        _screen.WriteLine();
        _screen.Flush();
        var result = await CallAsync(
            DaemonMethods.Review,
            new ReviewParams("patch", Patch: patch, Workspace: _scope, Options: _options),
            "reviewing",
            cancellationToken
        );
        _screen.Write(ReviewView.Text(result));
        Finish(result.Timings, result.Notice);
    }

    private static bool IsChange(string line) =>
        (line.StartsWith('+') || line.StartsWith('-'))
        && !line.StartsWith("+++", StringComparison.Ordinal)
        && !line.StartsWith("---", StringComparison.Ordinal);

    private async Task<TResult> CallAsync<TParams, TResult>(
        DaemonMethod<TParams, TResult> method,
        TParams parameters,
        string doing,
        CancellationToken cancellationToken
    )
    {
        await using var spinner = Spinner.Start(invocation.Context, _screen, doing);
        return await daemon.CallAsync(method, parameters, cancellationToken);
    }

    private void Title(string name, string what)
    {
        _screen.WriteLine();
        _screen.Write(name, TextStyle.Bold);
        _screen.WriteLine("  " + what);
        _screen.WriteLine();
        _screen.Flush();
    }

    private void Verdict(string verdict, IReadOnlyList<string> reasons)
    {
        const int MostReasons = 3;
        var style = verdict == "accepted" ? TextStyle.Green : TextStyle.Yellow;
        _screen.Write("verdict: ", TextStyle.Dim);
        _screen.WriteLine(verdict, style);
        foreach (var reason in reasons.Take(MostReasons))
        {
            _screen.WriteLine("  " + reason);
        }
    }

    private void Finish(Timings timings, string? notice)
    {
        _screen.WriteLine("time: " + TimingText.Line(timings), TextStyle.Dim);
        _screen.Flush();
        invocation.TellOnce(notice);
    }

    /// <summary>Partial results come on a thread that must not see an exception; the command's own next write will.</summary>
    private bool TryWrite(string text)
    {
        try
        {
            _screen.Write(text);
            _screen.Flush();
        }
        catch (CliException)
        {
            return false;
        }

        return true;
    }
}
