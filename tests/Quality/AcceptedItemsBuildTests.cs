using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Completion;
using GptOssDev.Features.Evaluation;
using Xunit;

namespace GptOssDev.Tests.Quality;

/// <summary>
/// The verdict accepted against the real build: what is shown at places of this repository is put into a copy of it, and
/// <c>dotnet build</c> must find no error that the file without it has not.
/// </summary>
public sealed class AcceptedItemsBuildTests(ModelFixture model, ITestOutputHelper output) : IClassFixture<ModelFixture>
{
    private const int Seed = 1;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Accepted_items_bring_no_error_into_the_real_build()
    {
        using var copy = await RepositoryCopy.MakeAsync(Cancel);
        var code = await LoadAsync(copy.Root);
        await AssertBuildFindsErrorsAsync(copy, code);
        var items = await ItemsAsync(code);
        var (clean, faults) = (0, new List<string>());
        // One item of a file at a time; files do not see each other's bodies.
        for (var turn = 0; turn < items.GroupBy(i => i.Path).Max(file => file.Count()); turn++)
        {
            List<AcceptedItem> batch = [.. items.GroupBy(i => i.Path).SelectMany(file => file.Skip(turn).Take(1))];
            clean += await BuildAsync(copy, batch, faults);
            output.WriteLine($"built {batch.Count}");
        }
        output.WriteLine($"{clean} of {items.Count} in builds without any error, {faults.Count} bring new ones");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private async Task<List<AcceptedItem>> ItemsAsync(CodeSnapshot code)
    {
        var feature = new CompletionFeature(
            model.Engine,
            new CompletionVerifier(TimeProvider.System),
            TimeProvider.System
        );
        var positions = await EvaluationPosition.DrawAsync(code, QualityPositions.Count, Seed, Cancel);
        var (shown, items) = (0, new List<AcceptedItem>());
        foreach (var position in positions)
        {
            var (isShown, item) = await AcceptedItem.AtAsync(feature, code, position, Seed, Cancel);
            shown += isShown ? 1 : 0;
            if (item is not null)
            {
                items.Add(item);
            }
        }
        output.WriteLine(
            $"{positions.Count} positions, {shown} show something, {items.Count} with the verdict accepted"
        );
        Assert.NotEmpty(items);
        return items;
    }

    /// <returns>How many went through a build without any error.</returns>
    private async Task<int> BuildAsync(RepositoryCopy copy, List<AcceptedItem> items, List<string> faults)
    {
        if (items.Count == 0)
        {
            return 0;
        }
        var errors = await copy.ErrorsWithAsync(items.ToDictionary(i => i.Path, i => i.After), Cancel);
        if (errors.Count == 0)
        {
            return items.Count;
        }
        var byPath = errors.ToLookup(e => Path.GetFullPath(e.Path, copy.Root));
        var hit = items.Where(i => byPath.Contains(i.Path)).ToList();
        foreach (var item in hit)
        {
            if (item.New(byPath[item.Path]) is { Count: > 0 } fresh)
            {
                faults.Add(Describe(item, fresh));
            }
        }
        if (hit.Count > 0)
        {
            // An error can hide others: what has none of its own is built again without the files that have.
            return await BuildAsync(copy, [.. items.Except(hit)], faults);
        }
        if (items.Count == 1)
        {
            faults.Add(Describe(items[0], errors));
            return 0;
        }
        var half = items.Count / 2;
        return await BuildAsync(copy, [.. items.Take(half)], faults)
            + await BuildAsync(copy, [.. items.Skip(half)], faults);
    }

    // A build that finds nothing would prove nothing.
    private static async Task AssertBuildFindsErrorsAsync(RepositoryCopy copy, CodeSnapshot code)
    {
        var path = code.Paths.First(p => p.EndsWith("CompletionVerifier.cs", StringComparison.Ordinal));
        var broken = code.Find(path)!
            .Text.Replace("_extensions = new()", "_extensions = new Nothing()", StringComparison.Ordinal);
        var error = Assert.Single(
            await copy.ErrorsWithAsync(new Dictionary<string, string> { [path] = broken }, Cancel)
        );
        Assert.Equal(("CS0246", path), (error.Id, error.Path));
    }

    private static async Task<CodeSnapshot> LoadAsync(string root)
    {
        var request = new WorkspaceRequest(root, WorkspaceTrust.Trusted) { Root = root };
        var workspace = await CodeWorkspace.LoadAsync(request, TimeProvider.System, Cancel);
        Assert.True(workspace.State.IsFull, string.Join("; ", workspace.State.Projects.Select(p => p.Reason)));
        return await workspace.SnapshotAsync(Cancel);
    }

    private static string Describe(AcceptedItem item, IEnumerable<BuildError> errors) =>
        $"{item.Path}:{item.Cursor}: '{item.Text}': {string.Join("; ", errors.Select(e => $"{e.Id} {e.Message} at line {e.Line}"))}";
}
