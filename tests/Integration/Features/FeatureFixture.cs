using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Inference;
using GptOssDev.Inference.Engine;
using GptOssDev.Platform.Processes;
using GptOssDev.Tests.Integration.Llama;
using Xunit;

namespace GptOssDev.Tests.Integration.Features;

/// <summary>The bundled model, and a small project in a git repository that the compiler knows in full.</summary>
public sealed class FeatureFixture : IAsyncLifetime
{
    public const string Cart = """
        namespace Shop;

        public sealed record Line(string Name, int Count, decimal Price);

        public sealed class Cart
        {
            private readonly List<Line> _lines = [];

            public IReadOnlyList<Line> Lines => _lines;

            public void Add(string name, int count, decimal price)
            {
                ArgumentException.ThrowIfNullOrEmpty(name);
                _lines.Add(new Line(name, count, price));
            }

            public decimal Total()
            {
                decimal total = 0;
                foreach (var line in _lines)
                {
                    total += line.Count * line.Price;
                }
                return total;
            }

            public bool IsEmpty()
            {
                return _lines.Count == 0;
            }
        }

        """;

    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
          </PropertyGroup>
        </Project>

        """;

    private readonly InferenceEngine _engine;

    public FeatureFixture(NativeFixture native)
    {
        var models = Path.GetDirectoryName(NativeFixture.BundledModel())!;
        _engine = new InferenceEngine(
            new ModelCatalog(Path.Combine(Root, "no-models"), [models]),
            new LlamaModelLoader(() => native.Library, EngineOptions.For(cores: 1)).Load,
            TimeProvider.System
        );
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("gptoss-features-").FullName;

    public IInferenceEngine Engine => _engine;

    public Verifier Verifier { get; } = new(TimeProvider.System);

    public string CartPath => Path.Combine(Root, "Cart.cs");

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(Root, "Shop.csproj"), Project);
        await File.WriteAllTextAsync(CartPath, Cart);
        await File.WriteAllTextAsync(Path.Combine(Root, ".gitignore"), "obj/\nbin/\n");
        await GitAsync("init", "-q");
        await GitAsync("add", ".");
        await GitAsync("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "first");
    }

    /// <summary>The project as it is now; the build's results are kept between calls.</summary>
    public async Task<CodeSnapshot> SnapshotAsync()
    {
        var request = new WorkspaceRequest(Root, WorkspaceTrust.Trusted, Path.Combine(Root, "obj", "cache"))
        {
            Root = Root,
        };
        var workspace = await CodeWorkspace.LoadAsync(request, TimeProvider.System);
        Assert.True(workspace.State.IsFull, string.Join("; ", workspace.State.Projects.Select(p => p.Reason)));
        return await workspace.SnapshotAsync();
    }

    public async Task GitAsync(params string[] arguments)
    {
        var result = await ProcessRunner.RunAsync(
            new ProcessInvocation("git", arguments, Root, TimeSpan.FromMinutes(1)),
            CancellationToken.None
        );
        Assert.True(result.Succeeded, result.ErrorText);
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }
}
