using System.Text.Json;
using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>A review of what is staged in a real repository, in every form.</summary>
[Collection(SharedProgramGroup.Name)]
public sealed class StagedReviewTests(SharedProgram program)
{
    private const string Root = "staged";

    [Fact]
    public async Task Staged_change_is_reviewed_in_every_form()
    {
        var world = program.World;
        SampleCode.WriteProject(world, Root);
        world.Write(Root + "/.gitignore", "bin/\nobj/\n");
        await world.GitAsync("init", "-q", Root);
        await world.GitAsync("-C", Root, "add", ".");
        await world.GitAsync("-C", Root, "commit", "-qm", "start");
        (await ReviewAsync()).AssertCode(0);

        var broken = SampleCode
            .Warehouse("Plain")
            .Replace("var total = 0m;", "int unused = 1;\n        decimal total = nothing;", StringComparison.Ordinal);
        world.Write(Root + "/Plain.cs", broken);
        await world.GitAsync("-C", Root, "add", ".");

        var json = await ReviewAsync("--format", "json");
        json.AssertCode(1);
        var finding = json
            .Json.GetProperty("findings")
            .EnumerateArray()
            .Single(f => f.GetProperty("rule").GetString() == "CS0103");
        Assert.Equal("Plain.cs", finding.GetProperty("path").GetString());
        Assert.Equal("proved", finding.GetProperty("witness").GetString());
        Assert.Equal("compiler", finding.GetProperty("source").GetString());
        Assert.Equal(29, finding.GetProperty("startLine").GetInt32());

        var sarif = await ReviewAsync("--format", "sarif", "--output", "review.sarif");
        sarif.AssertCode(1);
        Assert.Equal("", sarif.Output);
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(world["review.sarif"]));
        Assert.Equal("2.1.0", report.RootElement.GetProperty("version").GetString());

        var github = await ReviewAsync("--format", "github", "--fail-on", "none");
        github.AssertCode(0);
        Assert.Contains("::error file=Plain.cs,line=29", github.Output, StringComparison.Ordinal);

        var text = await ReviewAsync("--fail-on", "warning");
        text.AssertCode(1);
        Assert.Contains("Plain.cs:29", text.Output, StringComparison.Ordinal);
    }

    private Task<ProgramResult> ReviewAsync(params string[] more) =>
        program.World.RunAsync(["review", "--staged", "--root", Root, "--trust", .. more]);
}
