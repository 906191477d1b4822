using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using GptOssDev.Cli.Apply;
using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Code;
using GptOssDev.Features.Refactor;
using GptOssDev.Platform.Files;
using GptOssDev.Tests.Integration.CodeModel;
using GptOssDev.Tests.Unit.Features;
using Xunit;

namespace GptOssDev.Tests.Integration.Features;

/// <summary>Edits of files with odd bytes: what the edit does not change keeps every byte, and git takes what is shown.</summary>
public sealed partial class OddFilesTests
{
    private const int Files = 60;

    // Generators and analyzers would run for each of the edits, and have no say here.
    private const string WithoutAnalyzers = """
        <Target Name="WithoutAnalyzers" BeforeTargets="CoreCompile">
          <ItemGroup><Analyzer Remove="@(Analyzer)" /></ItemGroup>
        </Target>
        """;

    [Fact]
    public async Task Edits_of_sixty_odd_files_keep_every_other_byte_and_git_applies_what_is_shown()
    {
        using var world = new TempWorld();
        world.WriteProject("Odd", WithoutAnalyzers);
        var root = world["Odd"];
        var files = Enumerable.Range(0, Files).Select(OddFile.Of).ToList();
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, file.Path))!);
            await File.WriteAllBytesAsync(Path.Combine(root, file.Path), file.Before, Cancellation);
        }
        var request = new WorkspaceRequest(root, WorkspaceTrust.Trusted) { Root = root };
        var workspace = await CodeWorkspace.LoadAsync(request, TimeProvider.System, Cancellation);
        var code = await workspace.SnapshotAsync(Cancellation);
        var problems = new List<string>();
        for (var number = 0; number < Files; number++)
        {
            var why = await ProblemAsync(root, code, files[number], (Habit)(number % 4));
            if (why is not null)
            {
                problems.Add($"{number} ({(Habit)(number % 4)}) {files[number].Path}: {why}");
            }
        }
        Assert.True(problems.Count == 0, $"{problems.Count} of {Files}:\n{string.Join('\n', problems.Take(5))}");
    }

    // MSBuild takes no quotes in a path, git does.
    [Theory]
    [InlineData("quo\"te.cs")]
    [InlineData("back\\slash.cs")]
    [InlineData("tab\tnew\nline.cs")]
    [InlineData("bell\a\u0001é.cs")]
    [InlineData(" both ends .cs ")]
    [InlineData("a 2020-01-01 10:00:00.cs")]
    public async Task Diff_of_an_odd_path_is_what_git_applies(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "such names are no file names there");
        using var world = new TempWorld();
        foreach (var encoding in new[] { SourceEncoding.Utf8, SourceEncoding.Utf8Bom })
        {
            var mark = encoding == SourceEncoding.Utf8Bom ? "\uFEFF" : "";
            world.Write(path, mark + "a\r\nb");

            var diff = UnifiedDiffText.Of(path, "a\r\nb", "c\r\nb\n", encoding);

            Assert.Null(await GitAsync(world.Root, diff, "apply", "--whitespace=nowarn"));
            Assert.Equal(
                Encoding.UTF8.GetBytes(mark + "c\r\nb\n"),
                await File.ReadAllBytesAsync(world[path], Cancellation)
            );
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What models do to code that they repeat.</summary>
    private enum Habit
    {
        None,
        IndentsAll,
        DropsTrailingBlanks,
        WritesSpacesForTabs,
    }

    private static async Task<string?> ProblemAsync(string root, CodeSnapshot code, OddFile file, Habit habit)
    {
        var path = Path.Combine(root, file.Path);
        var target = new CodeTarget(path, new LineRange(file.FirstLine + 1, file.FirstLine + 1));
        var shown = await ShownAsync(code, target);
        if (!shown.Contains(OddFile.Old, StringComparison.Ordinal))
        {
            return $"the prompt shows other lines: {shown}";
        }
        var outcome = await RefactorAsync(new ScriptedModel(Answer(shown, file, habit)), code, target);
        if (outcome is not { Verdict.Kind: VerdictKind.Accepted, Edits: [var edit] })
        {
            return $"{outcome.Verdict.Kind}: {string.Join("; ", outcome.Verdict.Reasons)}";
        }
        new EditApplier(root, null).Apply([
            new GptOssDev.Contracts.FileEdit(edit.Path, edit.Diff, edit.OldText, edit.NewText),
        ]);
        var written = await File.ReadAllBytesAsync(path, Cancellation);
        await File.WriteAllBytesAsync(path, file.Before, Cancellation);
        return !written.AsSpan().SequenceEqual(file.After) ? $"other bytes changed:\n{edit.Diff}"
            : file.IsWide
                ? (edit.Diff.StartsWith("# ", StringComparison.Ordinal) ? null : "the diff of UTF-16 says nothing")
            : await GitProblemAsync(root, path, edit.Diff, file);
    }

    private static async Task<string?> GitProblemAsync(string root, string path, string diff, OddFile file)
    {
        if (await GitAsync(root, diff, "apply", "--check") is { } refused)
        {
            return $"git apply --check: {refused}\n{diff}";
        }
        await GitAsync(root, diff, "apply", "--whitespace=nowarn");
        var applied = await File.ReadAllBytesAsync(path, Cancellation);
        return applied.AsSpan().SequenceEqual(file.After) ? null : $"git apply wrote other bytes:\n{diff}";
    }

    private static async Task<string> ShownAsync(CodeSnapshot code, CodeTarget target)
    {
        var model = new ScriptedModel(ScriptedModel.Answer + "no code<|return|>");
        await RefactorAsync(model, code, target);
        return Block().Match(model.Prompt(0)).Groups["code"].Value;
    }

    private static Task<RefactorOutcome> RefactorAsync(ScriptedModel model, CodeSnapshot code, CodeTarget target) =>
        new RefactorFeature(model, new Verifier(TimeProvider.System), TimeProvider.System).RefactorAsync(
            new RefactorRequest(code, "Swap the operands.", target),
            null,
            Cancellation
        );

    private static string Answer(string shown, OddFile file, Habit habit)
    {
        var lines = shown.Split('\n').ToList();
        var at = lines.FindIndex(l => l.Contains(OddFile.Old, StringComparison.Ordinal));
        lines[at] = lines[at].Replace(OddFile.Old, OddFile.New, StringComparison.Ordinal);
        if (file.InsertsLine)
        {
            lines.Insert(at, lines[at].Replace(OddFile.New, OddFile.Inserted, StringComparison.Ordinal));
        }
        // Blanks inside a string are content: habits spare the files that have some.
        var hasText = lines.Exists(l =>
            l.Contains("@\"", StringComparison.Ordinal) || l.Contains("\"\"\"", StringComparison.Ordinal)
        );
        var written = lines.Select(l =>
            hasText
                ? l
                : habit switch
                {
                    Habit.IndentsAll when l.Length > 0 && !char.IsWhiteSpace(l[0]) && l[0] is '#' => l,
                    Habit.IndentsAll when l.Length > 0 => "    " + l,
                    Habit.DropsTrailingBlanks => l.TrimEnd(' ', '\t'),
                    Habit.WritesSpacesForTabs => l.Replace("\t", "    ", StringComparison.Ordinal),
                    _ => l,
                }
        );
        return $"{ScriptedModel.Answer}```csharp\n{string.Join('\n', written)}\n```\nDone.<|return|>";
    }

    private static async Task<string?> GitAsync(string root, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("git")
        {
            WorkingDirectory = root,
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        // A repository around the temporary folder must not count.
        start.Environment["GIT_CEILING_DIRECTORIES"] = Path.GetDirectoryName(root);
        using var git = Process.Start(start)!;
        await git.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(input), Cancellation);
        git.StandardInput.Close();
        var errors = await git.StandardError.ReadToEndAsync(Cancellation);
        await git.WaitForExitAsync(Cancellation);
        return git.ExitCode == 0 ? null : errors.Trim();
    }

    [GeneratedRegex(@"(?<fence>`{3,})csharp\n(?<code>[\s\S]*?)\n\k<fence>«", RegexOptions.None, 1000)]
    private static partial Regex Block();
}
