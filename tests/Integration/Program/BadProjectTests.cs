using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>Projects that the compiler cannot check: they get their answer, and it says why nothing was proved.</summary>
[Collection(SharedProgramGroup.Name)]
public sealed class BadProjectTests(SharedProgram program)
{
    private const string Instruction = "Use 'is null' instead of '== null'.";

    [Fact]
    public async Task Project_that_does_not_restore_answers_inconclusive()
    {
        var world = program.World;
        world.Write(
            "norestore/Shop.csproj",
            SampleCode.Project.Replace(
                "</Project>",
                """<ItemGroup><PackageReference Include="There.Is.No.Such.Package" Version="1.0.0" /></ItemGroup></Project>""",
                StringComparison.Ordinal
            )
        );
        world.Write("norestore/feed/empty.txt", "");
        world.Write(
            "norestore/NuGet.config",
            """<configuration><packageSources><clear /><add key="none" value="feed" /></packageSources></configuration>"""
        );
        await AssertInconclusiveAsync("norestore", "does not restore");
    }

    [Fact]
    public async Task Project_that_does_not_compile_answers()
    {
        var world = program.World;
        SampleCode.WriteProject(world, "broken");
        world.Write("broken/Bad.cs", "class Bad { int X() => nothing; }\n");
        var refactor = await RefactorAsync("broken");
        Assert.InRange(refactor.Code, 0, 1);
        refactor.AssertNoTrace();
        Assert.NotEqual("unverified", refactor.Json.GetProperty("verdict").GetString());
        (await CompleteAsync("broken")).AssertNoTrace();
    }

    [Fact]
    public async Task Project_file_that_is_no_XML_answers_inconclusive()
    {
        program.World.Write("noxml/Shop.csproj", "<Project");
        await AssertInconclusiveAsync("noxml", "Shop.csproj");
    }

    [Fact]
    public async Task Solution_with_a_missing_project_answers_with_the_projects_that_are_there()
    {
        var world = program.World;
        SampleCode.WriteProject(world, "missing/Shop");
        world.Write(
            "missing/All.slnx",
            """<Solution><Project Path="Shop/Shop.csproj" /><Project Path="Gone/Gone.csproj" /></Solution>"""
        );
        var refactor = await RefactorAsync("missing", "Shop/Plain.cs");
        refactor.AssertCode(0);
        Assert.Equal("accepted", refactor.Json.GetProperty("verdict").GetString());
        Assert.Equal(1, refactor.Json.GetProperty("evidence").GetProperty("projectsChecked").GetInt32());
    }

    [Fact]
    public async Task Workspace_without_trust_answers_inconclusive_and_names_the_flag()
    {
        var refactor = await program.World.RunAsync("refactor", Instruction, "Plain.cs:15-24", "--json");
        refactor.AssertCode(0);
        Assert.Equal("inconclusive", refactor.Json.GetProperty("verdict").GetString());
        Assert.Contains("trust", refactor.Json.GetProperty("reasons").ToString(), StringComparison.Ordinal);
    }

    private async Task AssertInconclusiveAsync(string folder, string why)
    {
        SampleCode.WriteForm(program.World.Write($"{folder}/Plain.cs", ""), "Plain");
        var refactor = await RefactorAsync(folder);
        refactor.AssertCode(0);
        Assert.Equal("inconclusive", refactor.Json.GetProperty("verdict").GetString());
        Assert.Contains(why, refactor.Json.GetProperty("reasons").ToString(), StringComparison.Ordinal);
        var complete = await CompleteAsync(folder);
        Assert.InRange(complete.Code, 0, 1);
        complete.AssertNoTrace();
        Assert.DoesNotContain("\"accepted\"", complete.Output, StringComparison.Ordinal);
    }

    private Task<ProgramResult> RefactorAsync(string folder, string file = "Plain.cs") =>
        program.World.RunAsync(
            "refactor",
            Instruction,
            $"{folder}/{file}:15-24",
            "--root",
            folder,
            "--trust",
            "--json"
        );

    private Task<ProgramResult> CompleteAsync(string folder) =>
        program.World.RunAsync("complete", $"{folder}/Plain.cs:31:42", "--root", folder, "--trust", "--json");
}
