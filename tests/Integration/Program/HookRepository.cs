using System.Text.Json;
using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>
/// A repository with a hook that reviews what is staged, and one daemon for all tests in it; a script answers in the model's place.
/// Every situation starts from the same state.
/// </summary>
public sealed class HookRepository : IAsyncLifetime
{
    private const string Hook = """
        #!/bin/bash
        state() {
          index=${GIT_INDEX_FILE:-$(git rev-parse --git-path index)}
          sha1sum <"$index"; cp "$index" "$S/index"
          GIT_INDEX_FILE=$S/index git write-tree 2>&1 || git ls-files -s
          git ls-files -s -v; git rev-parse HEAD 2>/dev/null
          find . -name .git -prune -o -name obj -prune -o \( -type f -o -type l \) -print0 | sort -z | xargs -0 sha1sum 2>&1
        }
        state >"$S/before"
        "$G" review --staged --trust $HOOK_ARGS --json >"$S/report" 2>"$S/errors" </dev/null; code=$?
        state >"$S/after"
        echo $code >"$S/code"
        exit $code
        """;

    // What every situation may use; the model's script finds nothing.
    private const string Words = """
        set -u; S=$PWD/state; export S HOOK_ARGS=; cd repo
        broken() { sed -i 's/return 1;/return nothing;/' "${1:-Lib/A.cs}"; }
        fixed() { sed -i 's/return nothing;/return 1;/' "${1:-Lib/A.cs}"; }
        class() { printf 'namespace Lib;\n\npublic static class %s\n{\n    public static int Of() => %s;\n}\n' "$1" "$2"; }
        uses() { sed -i "s/return 1;/return $1.Of();/" Lib/A.cs; }
        review() { "$G" review --trust --json "$@" >"$S/report" 2>"$S/errors"; echo $? >"$S/code"; }

        """;

    private const string Reset = """
        rm -rf repo/.git state elsewhere* && mkdir state && cp -r start.git repo/.git && cd repo
        git reset -q --hard && git clean -qfdx -e obj
        """;

    private readonly SemaphoreSlim _gate = new(1);
    private ProgramWorld? _world;

    internal ProgramWorld World => _world!;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _gate.Dispose();
        if (_world is not null)
        {
            await _world.DisposeAsync();
        }
    }

    /// <summary>Resets everything, runs a script of the shell in the repository, and reads what the review reported.</summary>
    internal async Task<HookReport> RunAsync(string script)
    {
        await _gate.WaitAsync();
        try
        {
            _world ??= await CreateAsync();
            var reset = await _world.ShellAsync(Reset);
            Assert.True(reset.Code == 0, reset.ToString());
            var run = await _world.ShellAsync(Words + script);
            return HookReport.Read(_world["state"], run);
        }
        finally
        {
            _gate.Release();
        }
    }

    private static async Task<ProgramWorld> CreateAsync()
    {
        var engine = Path.GetTempFileName();
        await File.WriteAllTextAsync(engine, """{"rules":[{"answer":"{\"findings\":[]}"}]}""");
        var world = new ProgramWorld(("GPTOSS_TEST_ENGINE", engine));
        world.Write("repo/Lib/Lib.csproj", SampleCode.Project);
        world.Write("repo/.gitignore", "obj/\nbin/\n*.made.cs\n");
        world.Write(
            "repo/Lib/A.cs",
            "namespace Lib;\n\npublic sealed class A\n{\n    public int F()\n    {\n        return 1;\n    }\n\n"
                + string.Concat(Enumerable.Range(0, 10).Select(i => $"    // {i}\n"))
                + "\n    public int G()\n    {\n        return 2;\n    }\n}\n"
        );
        world.Write(
            "repo/Lib/User.cs",
            "namespace Lib;\n\npublic sealed class User\n{\n    public int H() => new A().F() + new A().G() + Rate.Of() + Tax.Of();\n}\n"
        );
        world.Write("repo/shared/Rate.cs", Class("Rate"));
        world.Write("repo/Lib/Tax.cs", Class("Tax"));
        File.CreateSymbolicLink(world["repo/Lib/Rate.cs"], "../shared/Rate.cs");
        await world.GitAsync("init", "-q", "-b", "main", "other");
        await world.GitAsync("-C", "other", "commit", "-q", "--allow-empty", "-m", "start");
        await world.GitAsync("init", "-q", "-b", "main", "repo");
        await world.GitAsync("-C", "repo", "add", "-A");
        await world.GitAsync("-C", "repo", "commit", "-qm", "start");
        foreach (var name in (string[])["pre-commit", "pre-merge-commit"])
        {
            world.Write($"repo/.git/hooks/{name}", Hook + "\n");
        }
        var copy = await world.ShellAsync("chmod +x repo/.git/hooks/pre-*t && cp -r repo/.git start.git");
        Assert.True(copy.Code == 0, copy.ToString());
        return world;
    }

    private static string Class(string name) =>
        $"namespace Lib;\n\npublic static class {name}\n{{\n    public static int Of() => 1;\n}}\n";
}

/// <summary>What a hook saw and reported.</summary>
internal sealed record HookReport(int Code, JsonElement? Review, string Errors, string Before, string After, string Run)
{
    public static HookReport Read(string folder, ProgramResult run)
    {
        string Text(string name) =>
            File.Exists(Path.Join(folder, name)) ? File.ReadAllText(Path.Join(folder, name)) : "";
        Assert.True(Text("code").Length > 0, "the hook did not run: " + run);
        var report = Text("report");
        return new HookReport(
            int.Parse(Text("code"), System.Globalization.CultureInfo.InvariantCulture),
            report.Length > 0 ? JsonDocument.Parse(report).RootElement : null,
            Text("errors"),
            Text("before"),
            Text("after"),
            run.ToString()
        );
    }

    /// <summary>Findings of the compiler as <c>severity path</c>.</summary>
    public IEnumerable<string> Found =>
        Review!
            .Value.GetProperty("findings")
            .EnumerateArray()
            .Select(f => $"{f.GetProperty("severity").GetString()} {f.GetProperty("path").GetString()}");

    public IEnumerable<string> Skipped =>
        Review!.Value.GetProperty("skipped").EnumerateArray().Select(s => s.GetProperty("path").GetString()!);

    public bool Complete => Review!.Value.GetProperty("complete").GetBoolean();

    public override string ToString() => $"exit {Code}\n{Review}\n{Errors}\n-- script:\n{Run}";
}
