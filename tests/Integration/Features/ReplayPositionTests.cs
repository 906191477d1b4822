using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Evaluation;
using GptOssDev.Tests.Integration.CodeModel;
using Xunit;

namespace GptOssDev.Tests.Integration.Features;

public sealed class ReplayPositionTests : IDisposable
{
    private readonly TempWorld _world = new();
    private readonly TempWorld _packages = new();

    public void Dispose()
    {
        _world.Dispose();
        _packages.Dispose();
    }

    [Fact]
    public async Task Places_lie_in_the_repositorys_files_not_in_what_a_package_brings()
    {
        var brought = _packages.Write("Brought.cs", "class Brought { int M() { return 3; } }\n");
        _world.WriteProject("Lib", $"""<ItemGroup><Compile Include="{brought};../Shared/*.cs" /></ItemGroup>""");
        var own = _world.Write("Lib/Own.cs", "class Own { int M() { return 1; } }\n");
        var shared = _world.Write("Shared/Shared.cs", "class Shared { int M() { return 2; } }\n");
        var request = new WorkspaceRequest(_world.WriteSolution("Lib"), WorkspaceTrust.Trusted);
        var snapshot = await (await CodeWorkspace.LoadAsync(request, TimeProvider.System)).SnapshotAsync();

        var drawn = await EvaluationPosition.DrawAsync(snapshot, count: 100, seed: 1, CancellationToken.None);

        Assert.Contains(brought, snapshot.Paths);
        Assert.Equal([own, shared], drawn.Select(p => p.Path).Distinct().Order(StringComparer.Ordinal));
    }
}
